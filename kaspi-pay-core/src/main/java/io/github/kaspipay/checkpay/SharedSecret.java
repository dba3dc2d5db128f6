/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import org.jspecify.annotations.Nullable;

/**
 * The secret that Kaspi sends with each request, where one is agreed.
 */
final class SharedSecret {

	private final byte[] secret;

	SharedSecret(String secret) {
		this.secret = secret.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Compares in a time that says nothing of the secret.
	 */
	boolean matches(@Nullable String sent) {
		return sent != null && MessageDigest.isEqual(this.secret, sent.getBytes(StandardCharsets.UTF_8));
	}

}
