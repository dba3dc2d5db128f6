/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What the simulator shows to humans: the control page and the customer's phone. Internal
 * to the simulator.
 */
@NullMarked
package io.github.kaspipay.simulator.page;

import org.jspecify.annotations.NullMarked;
