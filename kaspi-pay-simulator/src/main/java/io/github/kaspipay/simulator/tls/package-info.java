/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * Certificates of the simulated QR API.
 */
@NullMarked
package io.github.kaspipay.simulator.tls;

import org.jspecify.annotations.NullMarked;
