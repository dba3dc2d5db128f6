/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signs as Kaspi Pay does. Written apart from the client's own signature, so that the two
 * check each other.
 * <p>
 * Internal to the simulator.
 */
public final class WebhookSignature {

	private static final String ALGORITHM = "HmacSHA256";

	private WebhookSignature() {
	}

	/**
	 * Signs a webhook.
	 * @param body its body
	 * @param secret the secret
	 * @return the signature in hexadecimal digits
	 */
	public static String sign(String body, String secret) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
			return HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java has " + ALGORITHM, ex);
		}
	}

}
