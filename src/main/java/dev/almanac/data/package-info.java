/**
 * Tables in: sessions, sources and their pinned versions, the check of a table against what a model
 * needs, and the split into rows to learn from and rows to be judged by. Imports core.
 */
@NullMarked
package dev.almanac.data;

import org.jspecify.annotations.NullMarked;
