/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * QR codes, beside their bare modules.
 */
@NullMarked
package io.github.kaspipay.benchmarks.qr;

import org.jspecify.annotations.NullMarked;
