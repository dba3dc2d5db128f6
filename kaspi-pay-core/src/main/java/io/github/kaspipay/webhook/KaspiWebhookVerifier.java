/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.webhook;

import org.jspecify.annotations.Nullable;

/**
 * Says whether a notification is from Kaspi Pay. An implementation must be thread-safe
 * and must not throw, whatever it is given: these values come from strangers.
 */
@FunctionalInterface
public interface KaspiWebhookVerifier {

	/**
	 * Checks a notification's signature.
	 * @param body the body, exactly the bytes received
	 * @param signature the value of the {@code X-Kaspi-Signature} header, or {@code null}
	 * if there was none
	 * @return whether the signature is right; {@code false} for everything else that can
	 * be wrong, without a difference
	 */
	boolean verify(byte[] body, @Nullable String signature);

	/**
	 * Checks a notification's signature and returns what it covers. Only that may be
	 * read: another form of the body could say something else.
	 * @param body the body, exactly the bytes received
	 * @param signature the value of the {@code X-Kaspi-Signature} header, or {@code null}
	 * if there was none
	 * @return the content that was signed, by default the body itself, or {@code null} if
	 * the signature is not right
	 */
	default byte @Nullable [] signedContent(byte[] body, @Nullable String signature) {
		return verify(body, signature) ? body : null;
	}

	/**
	 * Checks a notification's signature and returns what it covers, and which secret it
	 * was made with.
	 * @param body the body, exactly the bytes received
	 * @param signature the value of the {@code X-Kaspi-Signature} header, or {@code null}
	 * if there was none
	 * @return {@link #signedContent}, by default as signed with the secret in use, or
	 * {@code null} if the signature is not right
	 */
	default @Nullable SignedWebhook check(byte[] body, @Nullable String signature) {
		byte[] content = signedContent(body, signature);
		return (content != null) ? new SignedWebhook(content, false) : null;
	}

}
