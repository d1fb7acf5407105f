/**
 * Use cases, one per class: the order of their steps and the result of a failure. Other packages do
 * the work. May import all packages but config and app.
 */
@NullMarked
package dev.almanac.job;

import org.jspecify.annotations.NullMarked;
