/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.github.kaspipay.simulator.order.SimulatedOrder;
import io.github.kaspipay.webhook.KaspiWebhookSignature;

/**
 * A notification as Kaspi Pay signs it, whatever it says.
 */
final class SignedWebhook {

	private static final String SECRET = "demo-webhook-secret";

	private final byte[] body;

	SignedWebhook(SimulatedOrder order, String status) {
		this(order, status, order.amount());
	}

	SignedWebhook(SimulatedOrder order, String status, BigDecimal amount) {
		this(order.orderId(), order.reference(), status, amount);
	}

	SignedWebhook(String orderId, String reference, String status, BigDecimal amount) {
		this.body = String
			.format(Locale.ROOT, "{\"orderId\":\"%s\",\"status\":\"%s\",\"reference\":\"%s\",\"amount\":%s}", orderId,
					status, reference, amount.toPlainString())
			.getBytes(StandardCharsets.UTF_8);
	}

	HttpRequest.Builder to(URI url) {
		return HttpRequest.newBuilder(url)
			.header("Content-Type", "application/json")
			.header("X-Kaspi-Signature", KaspiWebhookSignature.sign(this.body, SECRET))
			.POST(HttpRequest.BodyPublishers.ofByteArray(this.body));
	}

}
