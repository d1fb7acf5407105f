/** What tests of several packages share. */
@NullMarked
package dev.almanac.testing;

import org.jspecify.annotations.NullMarked;
