/**
 * Files that are written whole and created exclusively, on any file system Hadoop knows. May import
 * {@code core}. The only package that touches {@code org.apache.hadoop.fs}; local folders are
 * served by the JDK alone, so that a command that only looks starts no Hadoop.
 */
@NullMarked
package dev.almanac.files;

import org.jspecify.annotations.NullMarked;
