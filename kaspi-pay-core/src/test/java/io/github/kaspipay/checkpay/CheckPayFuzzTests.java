/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests put together from good and bad parts, judged by which parts they have, and the
 * same ones with characters changed: whatever comes is answered, and nothing is recorded
 * that should not be.
 */
class CheckPayFuzzTests {

	private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

	private static final List<String> BAD_IDS = List.of("", "1234567890123456789", "-1", "+1", "1.0", "1e3", "0x1",
			"%D9%A1", "1%00", "%FF", "1%", "%31%", "a", "%201", "null", "1%0A");

	private static final List<String> BAD_ACCOUNTS = List.of("", "%20", "cart%201", "cart-1%00", "%FF%FE", "%C3%28",
			"%", "%E2%80%AE", "x".repeat(201), "%0d%0aX:1", "cart-1%EF%BF%BF");

	private static final List<String> BAD_SUMS = List.of("", "-200.00", "%2B200", "200,00", "1%20000", "2e2", "2E%2B2",
			"200.000", "200.", ".00", "NaN", "0x1", "%D9%A2", "99999999999999.00", "200.00%00", "1/2", "200.0.0",
			"%C2%A0200", "\u0662");

	private static final List<String> BAD_DATES = List.of("", "20260230000000", "20260301250000", "2026030115",
			"20260301T15000", "%D9%A20260301150000", "202603011500000", "-0260301150000", "00000000000000");

	private static final List<String> NOISE = List.of("", "=", "x=%", "%=1", "%FF=%FF", "service_id=1", "iin=%00",
			"x=1&x=2", "data1=y", "TXN_ID=9", "account%00=9", "sum[]=1", "&", "y");

	private final Logger logger = (Logger) LoggerFactory.getLogger(KaspiCheckPayProcessor.class);

	private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);

	private final FakePayments payments = new FakePayments(this.clock);

	private final KaspiCheckPayProcessor json = new KaspiCheckPayProcessor(this.payments, null, CheckPayFormat.JSON,
			null, this.clock);

	private final KaspiCheckPayProcessor xml = new KaspiCheckPayProcessor(this.payments, null, CheckPayFormat.XML, null,
			this.clock);

	@BeforeEach
	void quiet() {
		this.logger.setLevel(Level.OFF);
		this.payments.orders.put("cart-1", new KaspiOrder("id-1", "cart-1", KaspiOrderStatus.INIT,
				new BigDecimal("200"), BigDecimal.ZERO, null, null, NOW, NOW.plusSeconds(60), null));
	}

	@AfterEach
	void loud() {
		this.logger.setLevel(null);
	}

	@Test
	void whateverComesIsAnswered() {
		fuzz(20_000, 20260301);
	}

	@Test
	@Tag("long")
	void whateverComesIsAnsweredForLong() {
		fuzz(300_000, System.nanoTime());
	}

	private void fuzz(int requests, long seed) {
		Random random = new Random(seed);
		for (int i = 0; i < requests; i++) {
			Request request = request(random);
			boolean asJson = random.nextBoolean();
			this.payments.recorded.clear();
			assertThat(answer(asJson, request.query())).as("seed %s: %s", seed, request).isEqualTo(request.result());
			boolean pays = request.pays() && (request.result() == 0 || request.result() == 1);
			boolean final1 = request.result() != 1 || request.accountGood();
			assertThat(this.payments.recorded).as("seed %s: %s", seed, request).hasSize((pays && final1) ? 1 : 0);
			String mutated = mutate(random, request.query());
			answer(asJson, mutated);
			assertThat(this.payments.recorded.values()).as("seed %s: %s", seed, mutated).allMatch(this::isSound);
		}
	}

	private boolean isSound(RecordedPayment payment) {
		return payment.transactionId().matches("[0-9]{1,18}") && payment.amount().signum() > 0
				&& payment.amount().scale() <= 2 && payment.amount().precision() <= 15
				&& payment.account().codePoints().noneMatch((c) -> c < 0x21 || Character.isISOControl(c))
				&& (payment.orderId() == null || payment.account().equals("cart-1"));
	}

	private int answer(boolean asJson, String query) {
		String answer = String.valueOf((asJson ? this.json : this.xml).process(query));
		Matcher result = Pattern.compile(asJson ? "\"result\":([0-5])," : "<result>([0-5])</result>").matcher(answer);
		assertThat(result.find()).as(answer).isTrue();
		return Integer.parseInt(result.group(1));
	}

	private static Request request(Random random) {
		boolean pays = random.nextBoolean();
		List<String> parts = new ArrayList<>();
		boolean good = part(random, parts, "command", List.of(pays ? "pay" : "check"),
				List.of("", "PAY", "pay%20", "refund", "%70ay%"));
		good &= part(random, parts, "txn_id",
				List.of("1", "999999999999999999", "000000000000000007", "%31%32", "" + random.nextInt(1000)), BAD_IDS);
		good &= part(random, parts, "sum", List.of("200.00", "200", "0.01", "9999999999999.99", "%32.5"),
				pays ? with(BAD_SUMS, "0", "0.00") : BAD_SUMS);
		boolean dated = random.nextInt(4) > 0;
		good &= !dated || part(random, parts, "txn_date", List.of("20260301150000", "20240229235959"), BAD_DATES, 0);
		boolean known = random.nextInt(4) > 0;
		boolean account = part(random, parts, "account",
				known ? List.of("cart-1", "%63art%2D1") : List.of("none", "%D1%91", "x".repeat(200), "1%2F2"),
				BAD_ACCOUNTS);
		for (int i = random.nextInt(3); i > 0; i--) {
			parts.add(NOISE.get(random.nextInt(NOISE.size())));
		}
		Collections.shuffle(parts, random);
		return new Request(String.join("&", parts), pays, account, !good ? 5 : (!account || !known) ? 1 : 0);
	}

	private static boolean part(Random random, List<String> parts, String name, List<String> good, List<String> bad) {
		return part(random, parts, name, good, bad, 40);
	}

	/**
	 * Adds a parameter.
	 * @param missing one in so many is missing; 0 for none
	 * @return whether it is there once, and good
	 */
	private static boolean part(Random random, List<String> parts, String name, List<String> good, List<String> bad,
			int missing) {
		if (missing > 0 && random.nextInt(missing) == 0) {
			return false;
		}
		boolean isGood = random.nextInt(8) > 0;
		List<String> from = isGood ? good : bad;
		parts.add(name + "=" + from.get(random.nextInt(from.size())));
		if (random.nextInt(40) == 0) {
			parts.add(name + "=" + good.get(0));
			return false;
		}
		return isGood;
	}

	private static List<String> with(List<String> list, String... more) {
		List<String> all = new ArrayList<>(list);
		Collections.addAll(all, more);
		return all;
	}

	private static String mutate(Random random, String query) {
		StringBuilder mutated = new StringBuilder(query);
		for (int i = random.nextInt(4); i >= 0 && !mutated.isEmpty(); i--) {
			int at = random.nextInt(mutated.length());
			switch (random.nextInt(4)) {
				case 0 -> mutated.deleteCharAt(at);
				case 1 -> mutated.insert(at, (char) random.nextInt(0x250));
				case 2 -> mutated.setCharAt(at, "%&=+;\u0000\uD83D".charAt(random.nextInt(7)));
				default -> mutated.insert(at, query, 0, Math.min(query.length(), random.nextInt(20)));
			}
		}
		return mutated.toString();
	}

	private record Request(String query, boolean pays, boolean accountGood, int result) {

	}

}
