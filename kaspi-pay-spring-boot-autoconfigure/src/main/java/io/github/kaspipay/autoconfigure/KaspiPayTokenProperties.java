/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.time.Duration;
import java.util.Base64;
import java.util.List;

import io.github.kaspipay.redis.TokenEncryption;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Access token.
 *
 * @param store Where the token is kept. With auto it is Redis if there is a
 * RedisConnectionFactory.
 * @param refreshBeforeExpiry Time before its end at which a token is replaced in the
 * background: 0, or 1s to 30m.
 * @param encryption Encryption of the token in Redis.
 */
public record KaspiPayTokenProperties(@DefaultValue("auto") Store store,
		@DefaultValue("5m") Duration refreshBeforeExpiry, @DefaultValue Encryption encryption) {

	/**
	 * Returns the same, checked.
	 */
	KaspiPayTokenProperties checked() {
		PropertyRules.requireNoneOrBetween("token.refresh-before-expiry", this.refreshBeforeExpiry,
				Duration.ofSeconds(1), Duration.ofMinutes(30));
		return new KaspiPayTokenProperties(this.store, this.refreshBeforeExpiry, this.encryption.checked());
	}

	/**
	 * Where the access token is kept.
	 */
	public enum Store {

		/**
		 * In Redis if the application has a RedisConnectionFactory, else in memory.
		 */
		AUTO,

		/**
		 * In memory: each instance has its own.
		 */
		MEMORY,

		/**
		 * In Redis: all instances share one.
		 */
		REDIS

	}

	/**
	 * Encryption of the token in Redis, with AES-256-GCM.
	 *
	 * @param key Key to encrypt with: 32 bytes in Base64. Without one the token is not
	 * encrypted.
	 * @param otherKeys Further keys that a token may be encrypted with, while the key is
	 * being changed.
	 */
	public record Encryption(@Nullable String key, @Nullable List<String> otherKeys) {

		/**
		 * Returns the same, checked and tidied.
		 */
		Encryption checked() {
			PropertyRules.requireResolved("token.encryption.key", this.key);
			String key = (this.key != null) ? this.key.strip() : null;
			List<String> otherKeys = (this.otherKeys != null) ? this.otherKeys.stream().map(String::strip).toList()
					: List.of();
			if (key != null) {
				decode("token.encryption.key", key);
			}
			otherKeys.forEach((other) -> decode("token.encryption.other-keys", other));
			if (key == null && !otherKeys.isEmpty()) {
				throw new KaspiPayConfigurationException(
						"kaspi.pay.token.encryption.other-keys is set, and kaspi.pay.token.encryption.key is not.",
						"Set kaspi.pay.token.encryption.key to the key to encrypt with.");
			}
			return new Encryption(key, otherKeys);
		}

		@Override
		public String toString() {
			return "Encryption[enabled=" + (this.key != null) + "]";
		}

		/**
		 * Returns what encrypts tokens. Internal.
		 * @return the encryption, or {@code null} if tokens are not encrypted
		 */
		public @Nullable TokenEncryption toTokenEncryption() {
			return (this.key != null) ? new TokenEncryption(decode("token.encryption.key", this.key),
					((this.otherKeys != null) ? this.otherKeys : List.<String>of()).stream()
						.map((other) -> decode("token.encryption.other-keys", other))
						.toList())
					: null;
		}

		private static byte[] decode(String property, String key) {
			try {
				byte[] bytes = Base64.getDecoder().decode(key);
				if (bytes.length == TokenEncryption.KEY_BYTES) {
					return bytes;
				}
			}
			catch (IllegalArgumentException ex) {
				// its message would show a part of the key
			}
			throw new KaspiPayConfigurationException(
					"kaspi.pay." + property + " must be " + TokenEncryption.KEY_BYTES + " bytes in Base64.",
					"Make a key with 'openssl rand -base64 " + TokenEncryption.KEY_BYTES + "'.");
		}

	}

}
