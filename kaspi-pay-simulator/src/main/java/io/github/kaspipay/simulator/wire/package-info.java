/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Requests and answers as all of the simulator reads and writes them. Internal to the
 * simulator.
 */
@NullMarked
package io.github.kaspipay.simulator.wire;

import org.jspecify.annotations.NullMarked;
