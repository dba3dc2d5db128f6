/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import java.util.List;

/**
 * Where a request came from.
 *
 * @param address the address at the other end of the connection
 * @param forwardedFor all lines of its {@code X-Forwarded-For}, in order
 */
record Peer(String address, List<String> forwardedFor) {

	static final String FORWARDED_FOR = "X-Forwarded-For";

}
