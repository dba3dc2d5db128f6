/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.digest;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The digest SHA-256. Internal: it may change in any release.
 */
public final class Sha256 {

	private Sha256() {
	}

	/**
	 * Digests bytes.
	 * @param bytes the bytes
	 * @return their digest, 32 bytes
	 */
	public static byte[] of(byte[] bytes) {
		try {
			return MessageDigest.getInstance("SHA-256").digest(bytes);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("The JVM has no SHA-256", ex);
		}
	}

	/**
	 * Digests bytes.
	 * @param bytes the bytes
	 * @return their digest, 64 lower-case hex digits
	 */
	public static String hex(byte[] bytes) {
		return HexFormat.of().formatHex(of(bytes));
	}

	/**
	 * Digests a text's UTF-8.
	 * @param text the text
	 * @return its digest, 64 lower-case hex digits
	 */
	public static String hex(String text) {
		return hex(text.getBytes(StandardCharsets.UTF_8));
	}

}
