/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.webhook;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

import io.github.kaspipay.json.JsonStringify;
import org.jspecify.annotations.Nullable;

/**
 * Checks the HMAC-SHA256 that Kaspi Pay sends in {@code X-Kaspi-Signature}, in constant
 * time, with the current secret and, while it is being replaced, the previous one. The
 * bytes received are tried first; the body is parsed only if they do not match. Immutable
 * and thread-safe; never throws, whatever it is given.
 */
public class HmacKaspiWebhookVerifier implements KaspiWebhookVerifier {

	private static final String DIGITS = "0123456789abcdef";

	private static final int LENGTH = 32;

	private final List<WebhookSecret> secrets;

	private final Set<SignedContent> signedContents;

	/**
	 * Creates a verifier.
	 * @param secret the webhook secret from Kaspi Pay's dashboard; whitespace around it
	 * is left out
	 * @param previousSecret the secret in use before, still accepted, or {@code null} for
	 * none; whitespace around it is left out
	 * @param signedContents the forms of the body a signature is accepted over, at least
	 * one
	 * @throws IllegalArgumentException if a secret is blank or there is no form
	 */
	public HmacKaspiWebhookVerifier(String secret, @Nullable String previousSecret, Set<SignedContent> signedContents) {
		if (signedContents.isEmpty()) {
			throw new IllegalArgumentException("signedContents must name at least one form of the body");
		}
		List<WebhookSecret> secrets = new ArrayList<>();
		secrets.add(WebhookSecret.of(secret));
		if (previousSecret != null) {
			secrets.add(WebhookSecret.of(previousSecret));
		}
		this.secrets = List.copyOf(secrets);
		this.signedContents = EnumSet.copyOf(signedContents);
	}

	@Override
	public boolean verify(byte[] body, @Nullable String signature) {
		return signedContent(body, signature) != null;
	}

	/**
	 * {@inheritDoc}
	 * @return the body itself if its bytes were signed, its {@code JSON.stringify} form
	 * if that was, or {@code null}
	 */
	@Override
	public byte @Nullable [] signedContent(byte[] body, @Nullable String signature) {
		SignedWebhook signed = check(body, signature);
		return (signed != null) ? signed.content() : null;
	}

	@Override
	public @Nullable SignedWebhook check(byte[] body, @Nullable String signature) {
		byte[] expected = (signature != null) ? decode(signature) : null;
		if (expected == null) {
			return null;
		}
		SignedWebhook raw = this.signedContents.contains(SignedContent.RAW_BODY) ? check(body, expected) : null;
		if (raw != null) {
			return raw;
		}
		if (!this.signedContents.contains(SignedContent.JSON_STRINGIFY)) {
			return null;
		}
		byte[] stringified = JsonStringify.apply(body);
		return (stringified != null) ? check(stringified, expected) : null;
	}

	private static byte @Nullable [] decode(String signature) {
		if (signature.length() != 2 * LENGTH) {
			return null;
		}
		byte[] bytes = new byte[LENGTH];
		for (int i = 0; i < LENGTH; i++) {
			int octet = DIGITS.indexOf(signature.charAt(2 * i)) << 4 | DIGITS.indexOf(signature.charAt(2 * i + 1));
			if (octet < 0) {
				return null;
			}
			bytes[i] = (byte) octet;
		}
		return bytes;
	}

	/**
	 * Tries every secret, so that the time taken does not tell which one it was.
	 */
	private @Nullable SignedWebhook check(byte[] content, byte[] signature) {
		int signedBy = -1;
		for (int i = this.secrets.size() - 1; i >= 0; i--) {
			boolean signed = MessageDigest.isEqual(this.secrets.get(i).sign(content), signature);
			signedBy = signed ? i : signedBy;
		}
		return (signedBy >= 0) ? new SignedWebhook(content, signedBy > 0) : null;
	}

	@Override
	public String toString() {
		return "HmacKaspiWebhookVerifier[secrets=" + this.secrets.size() + ", signedContents=" + this.signedContents
				+ "]";
	}

}
