/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Makes webhooks that went wrong on the way, or that somebody tries. The same seed makes
 * the same ones. Not thread-safe.
 */
final class WebhookFuzzer {

	static final int KNOWN_ORDERS = 20;

	private static final String[] NUMBERS = { "0", "-0", "-0.0", "1e5", "1E+5", "2.5e4", "25000.00", "1e21", "1e-7",
			"0.000001", "0.0000001", "1e308", "1.7976931348623157e308", "1.7976931348623159e308", "1e309", "1e400",
			"-1e400", "1e-400", "5e-324", "2e-324", "2.2250738585072011e-308", "2.2250738585072014e-308",
			"4.9406564584124654e-324", "123456789012345678901234567890", "9007199254740993", "0.1000000000000000055",
			"1e999999999", "1e-999999999", "1e99999999999", "1e-99999999999", "-1", "-25000", "0.001", "25000.001",
			"99999999999999999999", "100000000000000000000", "0.00000000000000000001", "0.000000000000000000001", "007",
			"+1", ".5", "5.", "1e", "1e+", "0x10", "1_000", "NaN", "Infinity", "-Infinity", "--1", "1.2.3", "\u0661",
			"2.0", "1e0", "10e-1", "5e-5", "1.0000000000000002", "4.35", "0.3", "1e23", "9.5367431640625e-7" };

	private static final String[] STRINGS = { "", " ", "PAID", "paid", "Paid ", "CANCELED", "\\ud83d", "\\ude00",
			"\\ude00\\ud83d", "\\ud83d\\ude00", "\ud83d\ude00", "\\u0000", "\\u001f", "\u0001", "\t", "\n", "\\/",
			"\\x", "\\u12", "\\", "\u2028", "\u00a0", "\u200b", "\ufeff", "\u202e", "\u0000", "\u007f", "\ufffd",
			"\u00df", "\u0149", "\u0130", "\u0131", "a b", "../x", "%00", "' OR 1=1 --", "${jndi:ldap://x}", "<b>",
			"\u041e\u043f\u043b\u0430\u0442\u0430", "\ufb03", "null", "0", "25000", "-1", "e\u0301", "\udbff\udfff",
			"\\b\\f\\n\\r\\t\\\"", "~", "a~2", "order-1~2" };

	private static final String[] NAMES = { "orderId", "status", "reference", "amount", "signature", "orderid",
			"order\\u0049d", "\\u006frderId", "__proto__", "constructor", "toString", "0", "1", "10", "2", "01", "-1",
			"4294967294", "4294967295", "9999999999", "", " ", "\u043a\u043b\u044e\u0447", "value", "currency", "$type",
			"@class" };

	private static final String[] STATUSES = { "INIT", "PAID", "PAID", "PAID", "CANCELLED", "CANCELED", "EXPIRED",
			"PARTIALLY_REFUNDED", "REFUNDED", "UNKNOWN", "CHARGEBACK" };

	private static final Charset[] CHARSETS = { StandardCharsets.UTF_16, StandardCharsets.UTF_16LE,
			StandardCharsets.ISO_8859_1, Charset.forName("windows-1251"), Charset.forName("UTF-32") };

	private final Random random;

	private final String secret;

	private final String previousSecret;

	WebhookFuzzer(long seed, String secret, String previousSecret) {
		this.random = new Random(seed);
		this.secret = secret;
		this.previousSecret = previousSecret;
	}

	static String knownOrder(int number) {
		return "order-" + number;
	}

	FuzzedWebhook next() {
		byte[] intended = document().getBytes(StandardCharsets.UTF_8);
		byte[] body = oneIn(30) ? encode(intended) : intended;
		int mutations = oneIn(3) ? 1 + below(4) : 0;
		for (int i = 0; i < mutations; i++) {
			body = mutate(body);
		}
		return new FuzzedWebhook(body, signatures(body, intended));
	}

	/**
	 * Lengthens a webhook to a size, by spaces around it or by a member, and signs it.
	 */
	FuzzedWebhook ofSize(int size) {
		String head = "{\"orderId\":\"" + knownOrder(below(KNOWN_ORDERS)) + "\",\"status\":\"INIT\",\"x\":\"";
		String filled = oneIn(2) ? head + "y".repeat(Math.max(0, size - head.length() - 2)) + "\"}"
				: head + "\"}" + " ".repeat(Math.max(0, size - head.length() - 2));
		byte[] body = filled.getBytes(StandardCharsets.UTF_8);
		return new FuzzedWebhook(body, signatures(body, body));
	}

	boolean oneIn(int n) {
		return this.random.nextInt(n) == 0;
	}

	int below(int bound) {
		return this.random.nextInt(bound);
	}

	<T> T oneOf(T[] values) {
		return values[below(values.length)];
	}

	private String document() {
		List<String[]> members = new ArrayList<>();
		String orderId = oneIn(3) ? "stranger-" + below(1000) : knownOrder(below(KNOWN_ORDERS));
		members.add(new String[] { "orderId", quote(orderId) });
		members.add(new String[] { "status", quote(oneOf(STATUSES)) });
		members.add(new String[] { "reference", quote(oneIn(10) ? knownOrder(below(KNOWN_ORDERS)) : orderId) });
		members.add(new String[] { "amount", oneIn(10) ? String.valueOf(below(30000)) : "25000" });
		members.add(new String[] { "signature", quote("hmac_sha256_signature") });
		int changes = oneIn(2) ? 0 : 1 + below(3);
		for (int i = 0; i < changes; i++) {
			change(members);
		}
		String json = write(members);
		return switch (below(60)) {
			case 0 -> "\ufeff" + json;
			case 1 -> json + oneOf(new String[] { "x", ",", "}", "null", "{}", "\u0000", "//", json });
			case 2 -> "[" + json + "]";
			case 3 -> value(3);
			case 4 -> "";
			case 5 -> quote(json.replace("\"", "\\\""));
			default -> json;
		};
	}

	private void change(List<String[]> members) {
		int at = below(members.size());
		switch (below(8)) {
			case 0, 1, 2 -> members.get(at)[1] = value(3);
			case 3 -> members.add(at, new String[] { oneOf(NAMES), value(3) });
			case 4 -> members.remove((members.size() > 1) ? at : 0);
			case 5 -> members.add(members.remove(at));
			case 6 -> members.get(at)[0] = oneOf(NAMES);
			default -> members.add(members.get(at).clone());
		}
		if (members.isEmpty()) {
			members.add(new String[] { "orderId", quote(knownOrder(0)) });
		}
	}

	private String value(int nesting) {
		return switch (below((nesting > 0) ? 12 : 9)) {
			case 0, 1, 2 -> oneOf(NUMBERS);
			case 3, 4 -> quote(oneOf(STRINGS));
			case 5 -> oneOf(new String[] { "null", "true", "false", "undefined", "Null", "", "[]", "{}" });
			case 6 -> number();
			case 7 -> oneIn(8) ? quote(oneOf(STRINGS).repeat(1 + below(200))) : quote("a".repeat(below(140)));
			case 8 -> (oneIn(2) ? "" : "-") + below(1_000_000);
			case 9 -> oneIn(4) ? deep() : "[" + value(nesting - 1) + "," + value(nesting - 1) + "]";
			case 10 -> "{\"value\":" + value(nesting - 1) + ",\"currency\":"
					+ quote(oneOf(new String[] { "KZT", "KZT", "kzt", "USD" })) + "}";
			default -> "{" + quote(oneOf(NAMES)) + ":" + value(nesting - 1) + "," + quote(oneOf(NAMES)) + ":"
					+ value(nesting - 1) + "}";
		};
	}

	private String number() {
		return switch (below(5)) {
			case 0 -> Double.toString(Double.longBitsToDouble(this.random.nextLong()));
			case 1 -> String.valueOf(this.random.nextLong());
			case 2 -> below(1000) + "." + "1234567890".repeat(1 + below(60));
			case 3 -> "9".repeat(1 + below(1200));
			default -> below(100) + "e" + (below(700) - 350);
		};
	}

	private String deep() {
		int depth = below(700);
		return oneIn(2) ? "[".repeat(depth) + "]".repeat(depth) : "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
	}

	private String write(List<String[]> members) {
		boolean spaced = oneIn(3);
		StringBuilder json = new StringBuilder(space(spaced)).append('{');
		for (int i = 0; i < members.size(); i++) {
			json.append((i > 0) ? "," : "").append(space(spaced)).append(quote(members.get(i)[0]));
			json.append(space(spaced))
				.append(':')
				.append(space(spaced))
				.append(members.get(i)[1])
				.append(space(spaced));
		}
		return json.append('}').append(space(spaced)).toString();
	}

	private String space(boolean spaced) {
		return spaced ? oneOf(
				new String[] { "", " ", "\n", "\r\n\t", "  ", oneIn(50) ? "\u00a0" : "", oneIn(50) ? "\f" : "" }) : "";
	}

	private static String quote(String text) {
		return "\"" + text + "\"";
	}

	private byte[] encode(byte[] utf8) {
		return new String(utf8, StandardCharsets.UTF_8).getBytes(oneOf(CHARSETS));
	}

	private byte[] mutate(byte[] bytes) {
		if (bytes.length == 0) {
			return oneIn(2) ? bytes : new byte[] { (byte) below(256) };
		}
		int at = below(bytes.length);
		int end = at + below(bytes.length - at + 1);
		return switch (below(9)) {
			case 0, 1 -> replace(bytes, at, (byte) (bytes[at] ^ (1 << below(8))));
			case 2 -> replace(bytes, at, (byte) below(256));
			case 3 -> Arrays.copyOf(bytes, at);
			case 4 -> join(bytes, bytes);
			case 5 ->
				join(Arrays.copyOf(bytes, at), new byte[] { oddByte() }, Arrays.copyOfRange(bytes, at, bytes.length));
			case 6 -> join(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
			case 7 -> join(Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, at, bytes.length));
			default -> replace(replace(bytes, at, bytes[bytes.length - 1]), bytes.length - 1, bytes[at]);
		};
	}

	private byte oddByte() {
		int odd = oneOf(new Integer[] { 0, 9, 10, 32, 34, 44, 0xc0, 0x80, 0xed, 0xff, 0xef, 0xbb, 0xbf, below(256) });
		return (byte) odd;
	}

	private static byte[] replace(byte[] bytes, int at, byte value) {
		byte[] replaced = bytes.clone();
		replaced[at] = value;
		return replaced;
	}

	private static byte[] join(byte[]... parts) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		for (byte[] part : parts) {
			joined.writeBytes(part);
		}
		return joined.toByteArray();
	}

	private List<String> signatures(byte[] body, byte[] intended) {
		String right = signature(body, intended);
		if (!oneIn(4)) {
			return List.of(right);
		}
		int at = below(right.length());
		return switch (below(16)) {
			case 0 -> List.of();
			case 1 -> List.of(right, right);
			case 2 -> List.of(right, SignatureOracle.sign(body, "another-credential"));
			case 3 -> List.of(right.toUpperCase(Locale.ROOT));
			case 4 -> List.of(" " + right);
			case 5 -> List.of(right + oneOf(new String[] { " ", "0", ",", "\u0000", "=", ";v=1", "\u00e9" }));
			case 6 -> List.of(right.substring(0, at));
			case 7 -> List.of(right.substring(at));
			case 8 -> List.of(right + right);
			case 9 ->
				List.of(oneOf(new String[] { "sha256=", "SHA256=", "v1=", "hmac ", "0x", "t=1,v1=", "\"" }) + right);
			case 10 -> List.of(Base64.getEncoder().encodeToString(right.getBytes(StandardCharsets.US_ASCII)));
			case 11 -> List.of(right.substring(0, at) + Character.forDigit(below(16), 16) + right.substring(at + 1));
			case 12 -> List.of(right.replace('a', '\u0430').replace('0', '\u0660'));
			case 13 -> List.of(oneOf(new String[] { "", " ", "null", "0", "true", "*", "hmac_sha256_signature" }));
			case 14 -> List.of("0".repeat(64));
			default -> List.of(right + "," + right);
		};
	}

	private String signature(byte[] body, byte[] intended) {
		byte[] stringified = SignatureOracle.stringify(body);
		return switch (below(12)) {
			case 0, 1, 2, 3, 4 -> SignatureOracle.sign(body, this.secret);
			case 5 -> SignatureOracle.sign(body, this.previousSecret);
			case 6, 7 -> SignatureOracle.sign((stringified != null) ? stringified : body, this.secret);
			case 8, 9 -> SignatureOracle.sign(intended, this.secret);
			case 10 -> SignatureOracle.sign(body,
					oneOf(new String[] { "another-credential", this.secret + " ", this.secret.substring(1) }));
			default -> SignatureOracle.sign(new byte[0], this.secret);
		};
	}

	/**
	 * A webhook as it arrives.
	 *
	 * @param body its bytes
	 * @param signatures the values of the signature header
	 */
	record FuzzedWebhook(byte[] body, List<String> signatures) {

		@Override
		public String toString() {
			return "body (base64) " + Base64.getEncoder().encodeToString(this.body) + ", signatures " + this.signatures;
		}

	}

}
