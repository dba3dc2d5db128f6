/**
 * The simulated orders API, and the orders.
 */
@NullMarked
package io.github.kaspipay.simulator.order;

import org.jspecify.annotations.NullMarked;
