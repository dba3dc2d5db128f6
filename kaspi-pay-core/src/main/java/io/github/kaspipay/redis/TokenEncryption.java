/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.ProviderException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import io.github.kaspipay.digest.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts with AES-256-GCM. A value begins with the id of its key, which is taken from
 * the key's SHA-256, so that keys can be changed while values of the former one are still
 * about. Thread-safe. Internal: it may change in any release.
 */
public final class TokenEncryption {

	/**
	 * Length of a key.
	 */
	public static final int KEY_BYTES = 32;

	private static final int ID_BYTES = 4;

	private static final int NONCE_BYTES = 12;

	private static final int TAG_BITS = 128;

	private final SecureRandom random = new SecureRandom();

	private final Map<String, SecretKey> keys = new HashMap<>();

	private final String currentId;

	private final SecretKey currentKey;

	/**
	 * Creates the encryption.
	 * @param key the key to encrypt with, of {@value #KEY_BYTES} bytes
	 * @param otherKeys further keys that values may be encrypted with, of
	 * {@value #KEY_BYTES} bytes each
	 * @throws IllegalArgumentException if a key has another length
	 */
	public TokenEncryption(byte[] key, List<byte[]> otherKeys) {
		otherKeys.forEach((other) -> this.keys.put(id(other), secret(other)));
		this.currentId = id(key);
		this.currentKey = secret(key);
		this.keys.put(this.currentId, this.currentKey);
	}

	private static String id(byte[] key) {
		if (key.length != KEY_BYTES) {
			throw new IllegalArgumentException("A key has " + KEY_BYTES + " bytes, not " + key.length);
		}
		return HexFormat.of().formatHex(Arrays.copyOf(Sha256.of(key), ID_BYTES));
	}

	private static SecretKey secret(byte[] key) {
		return new SecretKeySpec(key, "AES");
	}

	/**
	 * Encrypts a text.
	 * @param text the text
	 * @param place where it will be, without which it cannot be decrypted
	 */
	String encrypt(String text, String place) {
		byte[] nonce = new byte[NONCE_BYTES];
		this.random.nextBytes(nonce);
		try {
			Cipher cipher = cipher(Cipher.ENCRYPT_MODE, this.currentKey, nonce, place);
			byte[] encrypted = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
			byte[] value = ByteBuffer.allocate(NONCE_BYTES + encrypted.length).put(nonce).put(encrypted).array();
			return this.currentId + "." + Base64.getEncoder().encodeToString(value);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("This JVM has no AES-256-GCM", ex);
		}
	}

	/**
	 * Decrypts a value.
	 * @return the text, or {@code null} if none of the keys fits, or the value is not
	 * what was encrypted for that place
	 */
	@Nullable String decrypt(String value, String place) {
		int point = value.indexOf('.');
		SecretKey key = (point > 0) ? this.keys.get(value.substring(0, point)) : null;
		if (key == null) {
			return null;
		}
		try {
			byte[] bytes = Base64.getDecoder().decode(value.substring(point + 1));
			byte[] nonce = Arrays.copyOf(bytes, NONCE_BYTES);
			Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce, place);
			byte[] text = cipher.doFinal(bytes, NONCE_BYTES, bytes.length - NONCE_BYTES);
			return new String(text, StandardCharsets.UTF_8);
		}
		catch (GeneralSecurityException | IllegalArgumentException | ProviderException ex) {
			return null;
		}
	}

	private static Cipher cipher(int mode, SecretKey key, byte[] nonce, String place) throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
		cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
		return cipher;
	}

}
