/** Tests of reading configuration; no Spark. */
@NullMarked
package dev.almanac.config;

import org.jspecify.annotations.NullMarked;
