/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

/**
 * Says what must become of a webhook, from Kaspi Pay's description alone. Shares no code
 * with the starter: its JSON, its numbers and its HMAC are its own.
 */
final class SignatureOracle {

	/**
	 * What the starter may be asked to parse without a right to an answer: it bounds what
	 * the body of a stranger may cost.
	 */
	private static final int AFFORDABLE_NUMBERS = 20;

	private static final int AFFORDABLE_DEPTH = 400;

	private static final String HEX = "0123456789abcdef";

	private final List<String> secrets;

	SignatureOracle(String... secrets) {
		this.secrets = List.of(secrets);
	}

	/**
	 * Judges a webhook.
	 * @param body the bytes received
	 * @param signatures the values received
	 * @return what must become of it
	 */
	Verdict judge(byte[] body, List<String> signatures) {
		String signature = (signatures.size() == 1) ? signatures.get(0) : "";
		OracleJson json = parse(body);
		if (signature.length() != 64 || !signature.chars().allMatch((c) -> HEX.indexOf(c) >= 0)) {
			return new Verdict(Set.of(401), orderId(json));
		}
		if (isSigned(body, signature)) {
			OracleJson read = startsWithMark(body) ? parse(Arrays.copyOfRange(body, 3, body.length)) : json;
			return new Verdict(content(read), orderId(read));
		}
		if (json != null && isSigned(json.stringify().getBytes(StandardCharsets.UTF_8), signature)) {
			if (json.repeatsKeys()) {
				return new Verdict(Set.of(401), orderId(json));
			}
			boolean affordable = json.arithmetic() <= AFFORDABLE_NUMBERS && json.depth() <= AFFORDABLE_DEPTH
					&& !json.isReordered();
			OracleJson content = OracleJson.parse(json.stringify());
			Set<Integer> statuses = content(content);
			if (!affordable) {
				statuses = (statuses.size() == 1) ? Set.of(401, statuses.iterator().next()) : Set.of(200, 400, 401);
			}
			return new Verdict(statuses, orderId(content));
		}
		return new Verdict(Set.of(401), orderId(json));
	}

	/**
	 * Computes a signature.
	 */
	static String sign(byte[] content, String secret) {
		try {
			Mac mac = Mac.getInstance("HmacSHA256");
			mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
			StringBuilder hex = new StringBuilder();
			for (byte b : mac.doFinal(content)) {
				hex.append(HEX.charAt((b >> 4) & 15)).append(HEX.charAt(b & 15));
			}
			return hex.toString();
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns {@code JSON.stringify(JSON.parse(body))}, or {@code null} if it throws.
	 */
	static byte @Nullable [] stringify(byte[] body) {
		OracleJson json = parse(body);
		return (json != null) ? json.stringify().getBytes(StandardCharsets.UTF_8) : null;
	}

	private boolean isSigned(byte[] content, String signature) {
		return this.secrets.stream().anyMatch((secret) -> sign(content, secret).equals(signature));
	}

	private static boolean startsWithMark(byte[] body) {
		return body.length >= 3 && body[0] == (byte) 0xef && body[1] == (byte) 0xbb && body[2] == (byte) 0xbf;
	}

	private static @Nullable OracleJson parse(byte[] body) {
		try {
			return OracleJson.parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString());
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	/**
	 * Says what signed content may be answered: both, where the description leaves it
	 * open.
	 */
	private static Set<Integer> content(@Nullable OracleJson json) {
		if (json == null || json.repeatsKeys()
				|| !(json.member("orderId") instanceof String || json.member("orderId") instanceof OracleJson.Number)
				|| !(json.member("status") instanceof String || json.member("status") instanceof OracleJson.Number)
				|| (json.member("orderId") instanceof String id && !id.matches("[A-Za-z0-9_-]{1,64}"))) {
			return Set.of(400);
		}
		boolean plain = json.depth() <= AFFORDABLE_DEPTH && json.longestNumber() <= 500 && json.longestName() <= 10_000
				&& !json.hasHugeExponent() && orderId(json) != null && json.member("status") instanceof String status
				&& status.matches("[A-Z_]{1,64}") && isPlainReference(json.member("reference"))
				&& isPlainAmount(json.member("amount"));
		return plain ? Set.of(200) : Set.of(200, 400);
	}

	private static boolean isPlainReference(@Nullable Object reference) {
		return reference == null || reference == OracleJson.NULL || reference instanceof String;
	}

	private static boolean isPlainAmount(@Nullable Object amount) {
		return amount == null || amount == OracleJson.NULL || (amount instanceof OracleJson.Number number
				&& number.literal().matches("[0-9]{1,15}(\\.[0-9]{1,10})?"));
	}

	private static @Nullable String orderId(@Nullable OracleJson json) {
		Object id = (json != null) ? json.member("orderId") : null;
		if (id instanceof OracleJson.Number number) {
			return number.literal().matches("-?[1-9][0-9]{0,60}") ? number.literal() : null;
		}
		return (id instanceof String text && text.matches("[A-Za-z0-9_-]{1,64}")) ? text : null;
	}

	/**
	 * What must become of a webhook.
	 *
	 * @param statuses the answers that are right
	 * @param orderId the order it is about, as far as it can be told
	 */
	record Verdict(Set<Integer> statuses, @Nullable String orderId) {

		boolean isForged() {
			return this.statuses.equals(Set.of(401));
		}

	}

}
