/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * A local Kaspi Pay for tests and development, in any language: its API, its webhooks,
 * its customers and its failures. It knows neither the starter nor Spring.
 * <p>
 * {@link io.github.kaspipay.simulator.KaspiPaySimulator} is where to begin; the packages
 * below hold what its methods take and return. Other types that are public there are
 * internal, and say so.
 */
@NullMarked
package io.github.kaspipay.simulator;

import org.jspecify.annotations.NullMarked;
