/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;

import io.github.kaspipay.autoconfigure.fuzz.FuzzedRequest.Kind;
import io.github.kaspipay.autoconfigure.fuzz.WebhookFuzzer.FuzzedWebhook;

/**
 * Puts requests to the check/pay endpoint together from good and bad parts, and knows
 * what they may be answered.
 */
final class CheckPayFuzzer {

	static final int ORDERS = 40;

	private static final String KASPI = "194.187.247.152";

	private static final List<String> FOREIGN = List.of("", "6.6.6.6", KASPI + ", 6.6.6.6", KASPI + ",", KASPI + ":1",
			"for=" + KASPI, "::ffff:6.6.6.6", "194.187.247.153", "194.187.247.0152", "0xc2bbf798", "localhost",
			KASPI + " x", "\u00e9", "unknown, unknown", KASPI + "%eth0", "127.0.0.1, 127.0.0.1");

	private static final List<String> METHODS = List.of("POST", "HEAD", "PUT", "OPTIONS", "DELETE", "get", "PATCH",
			"PROPFIND", "X");

	private static final List<String> PATHS = List.of("/kaspi/check-pay/", "/kaspi//check-pay", "//kaspi/check-pay",
			"/kaspi/./check-pay", "/kaspi/x/../check-pay", "/kaspi/check-pay;a=b", "/kaspi;x/check-pay",
			"/kaspi/%63heck-pay", "/KASPI/check-pay", "/kaspi/check-pay%00", "/kaspi/check-pay.json",
			"/kaspi%2fcheck-pay", "/kaspi\\check-pay", "/kaspi/check-pay%zz", "*", "http://x/kaspi/check-pay/");

	private static final List<String> JUNK = List.of("X-Long: " + "y".repeat(7000), "X-Too-Long: " + "y".repeat(20_000),
			"X-Latin: \u00e9\u00ff", "X Space: 1", ": nameless", "nothing", "X-Nul: \u0000", "Expect: nonsense",
			"X-HTTP-Method-Override: POST", "Forwarded: for=" + KASPI, "X-Real-IP: " + KASPI, "Content-Length: 5",
			"Content-Length: -1", "Host: other", "Upgrade: h2c", "Range: bytes=0-1", "Accept: application/xml",
			"X-Forwarded-Prefix: /x", "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: gopher");

	private static final List<String> BAD_IDS = List.of("", "1234567890123456789", "-1", "%2B1", "1.0", "1e3", "%D9%A1",
			"1%00", "%FF", "1%", "a", "1%0A");

	private static final List<String> BAD_ACCOUNTS = List.of("", "%20", "cart%201", "cart-1%00", "%FF%FE", "%C3%28",
			"%", "%E2%80%AE", "x".repeat(201), "%0d%0aX:1");

	private static final List<String> BAD_SUMS = List.of("", "-200.00", "%2B200", "200,00", "1%20000", "2e2", "200.000",
			"200.", ".00", "NaN", "%D9%A2", "99999999999999.00", "200.00%00", "%C2%A0200");

	private static final List<String> BAD_DATES = List.of("", "20260230000000", "20260301250000", "2026030115",
			"%D9%A20260301150000", "202603011500000");

	private static final List<String> NOISE = List.of("", "=", "x=%25", "%FF=%FF", "service_id=1", "iin=%00", "x=1&x=2",
			"data1=y", "TXN_ID=9", "account%00=9", "&", "y", "x=" + "z".repeat(1500));

	private static final Set<Integer> READABLE = Set.of(0, 3, 4);

	/**
	 * What is changed at random must not be mistaken for another payment.
	 */
	private static final long MUTATED = 90_000_000_000_000L;

	private final Random random;

	private final int client;

	private long transactions;

	private Asked last = new Asked("", Set.of(5));

	CheckPayFuzzer(long seed, int client) {
		this.random = new Random(seed);
		this.client = client;
	}

	FuzzedCall next() {
		boolean foreign = this.random.nextInt(6) == 0;
		List<String> headers = new ArrayList<>(List.of("Host: localhost"));
		headers.add("X-Forwarded-For: " + (foreign ? oneOf(FOREIGN) : "6.6.6.6, " + KASPI));
		Asked asked = (this.random.nextInt(8) == 0) ? this.last : ask(1_000_000_000L * (this.client + 1));
		this.last = asked;
		String query = "?" + asked.query();
		return switch (this.random.nextInt(16)) {
			case 0 -> call(Kind.METHOD, oneOf(METHODS) + " /kaspi/check-pay" + query, headers, Set.of());
			case 1 -> call(Kind.PATH, "GET " + oneOf(PATHS) + query, headers, Set.of());
			case 2 -> {
				headers.add(oneOf(JUNK));
				Collections.rotate(headers, this.random.nextInt(headers.size()));
				yield call(Kind.JUNK, "GET /kaspi/check-pay" + query, headers,
						foreign ? Set.of() : Set.of(0, 1, 3, 4, 5));
			}
			case 3, 4 -> call(Kind.JUNK, "GET /kaspi/check-pay?" + mutate(ask(MUTATED).query()), headers,
					foreign ? Set.of() : Set.of(0, 1, 3, 4, 5));
			default -> call(Kind.PLAIN, "GET /kaspi/check-pay" + query, headers, foreign ? Set.of() : asked.results());
		};
	}

	private static FuzzedCall call(Kind kind, String start, List<String> headers, Set<Integer> results) {
		boolean ends = kind != Kind.PLAIN;
		if (ends) {
			headers.add("Connection: close");
		}
		byte[] bytes = (start + " HTTP/1.1\r\n" + String.join("\r\n", headers) + "\r\n\r\n")
			.getBytes(StandardCharsets.UTF_8);
		return new FuzzedCall(new FuzzedRequest(kind, bytes, new FuzzedWebhook(new byte[0], List.of()), ends), results);
	}

	private Asked ask(long firstTransaction) {
		boolean pays = this.random.nextBoolean();
		List<String> parts = new ArrayList<>();
		boolean good = part(parts, "command", List.of(pays ? "pay" : "check"), List.of("", "PAY", "pay%20", "refund"));
		good &= part(parts, "txn_id", List.of(Long.toString(firstTransaction + this.transactions++)), BAD_IDS);
		good &= part(parts, "sum", List.of("200.00", "200.00", "200.00", "200", "0.01"), BAD_SUMS);
		good &= this.random.nextInt(4) == 0
				|| part(parts, "txn_date", List.of("20260301150000", "20240229235959"), BAD_DATES);
		boolean known = this.random.nextInt(4) > 0;
		boolean account = part(parts, "account",
				known ? List.of("cart-" + this.random.nextInt(ORDERS)) : List.of("none", "%D1%91", "x".repeat(200)),
				BAD_ACCOUNTS);
		for (int i = this.random.nextInt(3); i > 0; i--) {
			parts.add(oneOf(NOISE));
		}
		Collections.shuffle(parts, this.random);
		Set<Integer> results = !good ? Set.of(5) : (!account || !known) ? Set.of(1) : READABLE;
		return new Asked(String.join("&", parts), results);
	}

	/**
	 * Adds a parameter.
	 * @return whether it is there once, and good; one that may be missing is good then
	 */
	private boolean part(List<String> parts, String name, List<String> good, List<String> bad) {
		if (this.random.nextInt(40) == 0) {
			return name.equals("txn_date");
		}
		boolean isGood = this.random.nextInt(10) > 0;
		parts.add(name + "=" + oneOf(isGood ? good : bad));
		if (this.random.nextInt(40) == 0) {
			parts.add(name + "=" + good.get(0));
			return false;
		}
		return isGood;
	}

	private String mutate(String query) {
		StringBuilder mutated = new StringBuilder(query);
		for (int i = this.random.nextInt(4); i >= 0 && !mutated.isEmpty(); i--) {
			int at = this.random.nextInt(mutated.length());
			switch (this.random.nextInt(4)) {
				case 0 -> mutated.deleteCharAt(at);
				case 1 -> mutated.insert(at, (char) (0x21 + this.random.nextInt(0x230)));
				case 2 -> mutated.setCharAt(at, "%&=+;|^[{#".charAt(this.random.nextInt(10)));
				default -> mutated.insert(at, query, 0, Math.min(query.length(), this.random.nextInt(20)));
			}
		}
		return mutated.toString();
	}

	private String oneOf(List<String> list) {
		return list.get(this.random.nextInt(list.size()));
	}

	private record Asked(String query, Set<Integer> results) {

	}

	/**
	 * A request.
	 *
	 * @param request what is sent
	 * @param results what it may be answered with 200; empty if never 200
	 */
	record FuzzedCall(FuzzedRequest request, Set<Integer> results) {

	}

}
