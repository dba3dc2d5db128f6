/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The webhooks that the simulator sends.
 */
@NullMarked
package io.github.kaspipay.simulator.webhook;

import org.jspecify.annotations.NullMarked;
