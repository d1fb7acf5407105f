/**
 * Input tables: Spark sessions, sources and their pinned versions, the check of a table against a
 * model's inputs, and the split into training and holdout. Imports core.
 */
@NullMarked
package dev.almanac.data;

import org.jspecify.annotations.NullMarked;
