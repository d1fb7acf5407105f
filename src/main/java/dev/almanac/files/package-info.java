/**
 * File stores with complete writes and exclusive create, on local disks and all Hadoop file
 * systems. May import {@code core}. The only package that uses {@code org.apache.hadoop.fs}; local
 * folders are served by the JDK alone, so that read-only commands start no Hadoop.
 */
@NullMarked
package dev.almanac.files;

import org.jspecify.annotations.NullMarked;
