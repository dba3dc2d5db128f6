/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.concurrent.atomic.AtomicReference;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * A webhook secret, ready to sign with. Thread-safe; its text is never shown.
 */
final class WebhookSecret {

	private static final String ALGORITHM = "HmacSHA256";

	private final SecretKeySpec key;

	/**
	 * Kept, since making one costs more than signing a short body.
	 */
	private final AtomicReference<@Nullable Mac> idle = new AtomicReference<>();

	private WebhookSecret(SecretKeySpec key) {
		this.key = key;
	}

	/**
	 * Takes a secret as people paste it, with spaces or a line break around it.
	 */
	static WebhookSecret of(String secret) {
		String stripped = secret.strip();
		if (stripped.isEmpty()) {
			throw new IllegalArgumentException("webhook secret must not be blank");
		}
		return new WebhookSecret(new SecretKeySpec(stripped.getBytes(StandardCharsets.UTF_8), ALGORITHM));
	}

	byte[] sign(byte[] content) {
		Mac mac = this.idle.getAndSet(null);
		if (mac == null) {
			mac = createMac();
		}
		byte[] signature = mac.doFinal(content);
		this.idle.set(mac);
		return signature;
	}

	private Mac createMac() {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			return mac;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java has no " + ALGORITHM, ex);
		}
	}

}
