/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The QR code a customer scans.
 */
@NullMarked
package io.github.kaspipay.qr;

import org.jspecify.annotations.NullMarked;
