/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The server that the simulator runs on: who may call, who answers, and what is kept of
 * it. Internal to the simulator.
 */
@NullMarked
package io.github.kaspipay.simulator.server;

import org.jspecify.annotations.NullMarked;
