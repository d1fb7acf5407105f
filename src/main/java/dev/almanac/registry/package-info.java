/**
 * Versions of models: the ledger that says what exists, the manifests that say what it is, the
 * aliases that say what is used. May import {@code core} and {@code files}. Starts no Spark and, on
 * a local folder, no Hadoop.
 */
@NullMarked
package dev.almanac.registry;

import org.jspecify.annotations.NullMarked;
