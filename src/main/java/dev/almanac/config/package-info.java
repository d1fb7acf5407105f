/**
 * HOCON files, environment and command line to typed, checked specs: every problem at once, each
 * with its file and line. May import {@code core}; the only package that knows {@code
 * com.typesafe.config}.
 */
@NullMarked
package dev.almanac.config;

import org.jspecify.annotations.NullMarked;
