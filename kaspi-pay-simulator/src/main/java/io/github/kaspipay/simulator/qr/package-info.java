/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The simulated QR API, and its payments.
 */
@NullMarked
package io.github.kaspipay.simulator.qr;

import org.jspecify.annotations.NullMarked;
