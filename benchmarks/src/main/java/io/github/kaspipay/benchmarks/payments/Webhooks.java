/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.payments;

import java.nio.charset.StandardCharsets;

/**
 * The webhook that both sides get.
 */
final class Webhooks {

	static final String SECRET = "webhook-secret";

	private Webhooks() {
	}

	static byte[] body(String orderId) {
		return ("{\"orderId\":\"" + orderId + "\",\"status\":\"PAID\",\"amount\":25000}")
			.getBytes(StandardCharsets.UTF_8);
	}

}
