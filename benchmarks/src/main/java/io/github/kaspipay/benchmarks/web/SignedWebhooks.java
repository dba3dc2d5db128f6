/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

import io.github.kaspipay.webhook.KaspiWebhookSignature;

/**
 * Requests with a signed notification, ready to be sent.
 */
final class SignedWebhooks {

	static final String SECRET = "demo-webhook-secret";

	private SignedWebhooks() {
	}

	static String orderId(int number) {
		return "ORD-" + number;
	}

	static byte[] body(int number, int padding) {
		return ("{\"orderId\":\"" + orderId(number) + "\",\"status\":\"PAID\",\"reference\":\"order_" + number
				+ "\",\"amount\":25000,\"signature\":\"" + "0".repeat(64) + "\",\"comment\":\"" + "x".repeat(padding)
				+ "\"}")
			.getBytes(StandardCharsets.UTF_8);
	}

	static byte[] request(String path, int number, int padding) {
		byte[] body = body(number, padding);
		String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
				+ "Accept: */*\r\nX-Kaspi-Signature: " + KaspiWebhookSignature.sign(body, SECRET)
				+ "\r\nContent-Length: " + body.length + "\r\n\r\n";
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
		request.writeBytes(body);
		return request.toByteArray();
	}

}
