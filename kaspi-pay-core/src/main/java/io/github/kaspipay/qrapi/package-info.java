/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The Public QR API: a client certificate or a key, a registered device, no webhooks.
 */
@NullMarked
package io.github.kaspipay.qrapi;

import org.jspecify.annotations.NullMarked;
