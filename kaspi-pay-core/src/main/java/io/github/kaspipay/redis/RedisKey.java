package io.github.kaspipay.redis;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names what is kept in Redis, one hash tag for all that belongs together.
 */
final class RedisKey {

	private RedisKey() {
	}

	/**
	 * Returns the key of what those share who agree in all parts of their identity, and
	 * nobody else.
	 */
	static String of(String what, Object... identity) {
		String text = Stream.of(identity).map(String::valueOf).collect(Collectors.joining("\n"));
		byte[] hash = TokenEncryption.sha256(text.getBytes(StandardCharsets.UTF_8));
		return "kaspi-pay:" + what + ":{" + HexFormat.of().formatHex(hash) + "}";
	}

}
