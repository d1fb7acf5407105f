/** Tests of files. */
@NullMarked
package dev.almanac.files;

import org.jspecify.annotations.NullMarked;
