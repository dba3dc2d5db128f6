/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.webhook;

import java.util.HexFormat;

/**
 * Signs notifications as Kaspi Pay does. An application needs it in its tests, to send
 * itself notifications that its {@link KaspiWebhookVerifier} accepts.
 */
public final class KaspiWebhookSignature {

	private KaspiWebhookSignature() {
	}

	/**
	 * Computes the HMAC-SHA256 of a body, keyed with the secret's UTF-8 bytes.
	 * @param body the bytes that will be sent
	 * @param secret the webhook secret from Kaspi Pay's dashboard; whitespace around it
	 * is left out, as the verifier does
	 * @return the value of the {@code X-Kaspi-Signature} header: 64 lower-case
	 * hexadecimal digits
	 * @throws IllegalArgumentException if the secret is blank
	 */
	public static String sign(byte[] body, String secret) {
		return HexFormat.of().formatHex(WebhookSecret.of(secret).sign(body));
	}

}
