/*
 * SPDX-License-Identifier: Apache-2.0
 */

/**
 * The wire, whatever the protocol: connections, time limits, and what may be sent again.
 */
@NullMarked
package io.github.kaspipay.http;

import org.jspecify.annotations.NullMarked;
