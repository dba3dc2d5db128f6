/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

import io.github.kaspipay.simulator.fault.WebhookFault;
import io.github.kaspipay.simulator.order.SimulatedOrder;
import io.github.kaspipay.simulator.wire.WireJson;

/**
 * A notification of an order's status, on its way to the merchant.
 *
 * @param order the order as it is told
 * @param url where it goes
 * @param body the JSON that is sent
 * @param signature the signature it is sent with
 * @param signatureValid whether the signature is the body's
 * @param delay how long to wait before it is sent
 */
record Webhook(SimulatedOrder order, URI url, String body, String signature, boolean signatureValid, Duration delay) {

	static Webhook of(SimulatedOrder order, URI url, String secret, Collection<WebhookFault> faults) {
		Map<String, Object> content = content(order);
		faults.stream()
			.map(WebhookFault::amount)
			.filter(Objects::nonNull)
			.forEach((amount) -> content.put("amount", WireJson.number(amount)));
		String signed = WireJson.write(content);
		String body = signed;
		String signature = WebhookSignature.sign(signed, secret);
		Duration delay = Duration.ZERO;
		for (WebhookFault fault : faults) {
			switch (fault.type()) {
				case DELAY -> delay = fault.delay();
				case WRONG_SIGNATURE -> signature = WebhookSignature.sign("not " + signed, secret);
				case OLD_SECRET -> signature = WebhookSignature.sign(signed, String.valueOf(fault.secret()));
				case PRETTY_PRINTED -> body = WireJson.writeIndented(content);
				case DROP, DUPLICATE, REORDER, AMOUNT -> {
					// concern how it is sent, or what was put into it above
				}
			}
		}
		boolean valid = signature.equals(WebhookSignature.sign(signed, secret));
		return new Webhook(order, url, body, signature, valid, delay);
	}

	private static Map<String, Object> content(SimulatedOrder order) {
		Map<String, Object> content = new LinkedHashMap<>();
		content.put("orderId", order.orderId());
		content.put("status", order.status());
		content.put("reference", order.reference());
		content.put("amount", order.amount());
		content.put("signature", "hmac_sha256_signature");
		return content;
	}

}
