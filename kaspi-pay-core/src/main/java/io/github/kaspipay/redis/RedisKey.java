/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.kaspipay.digest.Sha256;
import org.springframework.util.StringUtils;

/**
 * Names what is kept in Redis, one hash tag for all that belongs together.
 */
final class RedisKey {

	/**
	 * Enough that nobody agrees by chance; keys are sent with every call.
	 */
	private static final int HASH_BYTES = 12;

	private RedisKey() {
	}

	/**
	 * Returns an address in the form that it shares with all others that lead to the same
	 * place: without a slash at its end or the scheme's own port, its host in lower case.
	 */
	static String address(URI baseUrl) {
		String scheme = baseUrl.getScheme().toLowerCase(Locale.ROOT);
		String authority = baseUrl.getRawAuthority().toLowerCase(Locale.ROOT);
		String ownPort = scheme.equals("https") ? ":443" : ":80";
		String place = authority.endsWith(ownPort) ? authority.substring(0, authority.length() - ownPort.length())
				: authority;
		return scheme + "://" + StringUtils.trimTrailingCharacter(place, ':')
				+ StringUtils.trimTrailingCharacter(baseUrl.getRawPath(), '/');
	}

	/**
	 * Returns the key of what those share who agree in all parts of their identity, and
	 * nobody else.
	 */
	static String of(String what, Object... identity) {
		String text = Stream.of(identity).map(String::valueOf).collect(Collectors.joining("\n"));
		byte[] hash = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
		return "kaspi-pay:" + what + ":{" + HexFormat.of().formatHex(hash, 0, HASH_BYTES) + "}";
	}

}
