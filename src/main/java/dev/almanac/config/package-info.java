/**
 * Parses HOCON files, environment variables and command-line options into typed, validated
 * specifications. One error reports every problem with its file and line. May import {@code core};
 * the only package that uses {@code com.typesafe.config}.
 */
@NullMarked
package dev.almanac.config;

import org.jspecify.annotations.NullMarked;
