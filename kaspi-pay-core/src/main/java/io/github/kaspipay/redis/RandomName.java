/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Names an instance or an epoch, shorter than a UUID: they are sent with every call.
 */
final class RandomName {

	private static final SecureRandom RANDOM = new SecureRandom();

	private RandomName() {
	}

	static String next() {
		return HexFormat.of().toHexDigits(RANDOM.nextLong());
	}

}
