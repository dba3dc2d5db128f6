/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The client of the QR API.
 */
@NullMarked
package io.github.kaspipay.autoconfigure.qr;

import org.jspecify.annotations.NullMarked;
