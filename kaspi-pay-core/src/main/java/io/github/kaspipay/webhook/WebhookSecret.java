package io.github.kaspipay.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A webhook secret, ready to sign with. Immutable and thread-safe; its text is never
 * shown.
 */
final class WebhookSecret {

	private static final String ALGORITHM = "HmacSHA256";

	private final SecretKeySpec key;

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
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.key);
			return mac.doFinal(content);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This Java has no " + ALGORITHM, ex);
		}
	}

}
