/**
 * The use cases, one a class: the order of the steps and what a failure leaves behind. Does no work
 * of its own that another package could do; imports all but config and app.
 */
@NullMarked
package dev.almanac.job;

import org.jspecify.annotations.NullMarked;
