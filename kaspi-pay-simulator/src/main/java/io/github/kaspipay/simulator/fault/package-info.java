/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * What can go wrong with Kaspi Pay on purpose: faults of its answers and of its webhooks,
 * for {@link io.github.kaspipay.simulator.KaspiPaySimulator#faults()}.
 */
@NullMarked
package io.github.kaspipay.simulator.fault;

import org.jspecify.annotations.NullMarked;
