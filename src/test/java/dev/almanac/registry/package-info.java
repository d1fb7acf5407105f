/** Tests of the registry. */
@NullMarked
package dev.almanac.registry;

import org.jspecify.annotations.NullMarked;
