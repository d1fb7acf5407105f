/**
 * Model registry: a ledger of the versions that exist, manifests that describe them, and aliases
 * that select them. May import {@code core} and {@code files}. Starts no Spark and, on a local
 * folder, no Hadoop.
 */
@NullMarked
package dev.almanac.registry;

import org.jspecify.annotations.NullMarked;
