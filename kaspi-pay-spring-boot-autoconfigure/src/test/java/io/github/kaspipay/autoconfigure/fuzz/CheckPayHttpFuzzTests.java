/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.kaspipay.autoconfigure.ShopApplication;
import io.github.kaspipay.autoconfigure.WebhookSender;
import io.github.kaspipay.autoconfigure.fuzz.CheckPayFuzzer.FuzzedCall;
import io.github.kaspipay.autoconfigure.fuzz.FuzzConnection.Answer;
import io.github.kaspipay.autoconfigure.fuzz.FuzzedRequest.Kind;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderQuery;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrders;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends the check/pay endpoint what no Kaspi would. None of it is answered 5xx, and
 * nothing is recorded but what was answered.
 */
@Tag("database")
class CheckPayHttpFuzzTests {

	private static final int CLIENTS = 3;

	private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

	private static final Pattern ANSWER = Pattern
		.compile("\\{\"txn_id\":\"([0-9]*)\",\"result\":([0-5])(,.*\"prv_txn\":\"[^\"]+\")?.*}");

	@ParameterizedTest
	@CsvSource({ "SERVLET", "REACTIVE" })
	void whateverComesIsAnsweredRightly(WebApplicationType type) {
		run(type, 1500);
	}

	@ParameterizedTest
	@CsvSource({ "SERVLET", "REACTIVE" })
	@Tag("long")
	void whateverComesForLongIsAnsweredRightly(WebApplicationType type) {
		run(type, 150_000);
	}

	private static void run(WebApplicationType type, int requests) {
		long seed = FuzzTally.seed();
		Tally tally = new Tally();
		try (ConfigurableApplicationContext application = start(type); CountedLog log = new CountedLog()) {
			KaspiOrderService orders = application.getBean(KaspiOrderService.class);
			for (int i = 0; i < CheckPayFuzzer.ORDERS; i++) {
				orders.create(KaspiOrderRequest.builder().reference("cart-" + i).amount(200).build());
			}
			send(type, WebhookSender.port(application), seed, requests, tally);
			System.out.println(tally.summary(type, seed));
			assertThat(log.errors()).isEmpty();
			assertThat(tally.statuses.keySet()).allMatch((status) -> status < 500);
			assertThat(tally.statuses.get(200)).isGreaterThan(requests / 3);
			assertThat(tally.statuses.get(403)).isGreaterThan(requests / 10);
			assertThat(application.getBean(KaspiOrders.class).find(KaspiOrderQuery.all().limit(100)).orders())
				.extracting(KaspiOrder::reference)
				.hasSize(CheckPayFuzzer.ORDERS)
				.allMatch((reference) -> reference.startsWith("cart-"));
			assertRecorded(application, tally);
		}
	}

	private static ConfigurableApplicationContext start(WebApplicationType type) {
		return new SpringApplicationBuilder(ShopApplication.class).web(type)
			.run("--" + ShopApplication.WITHOUT_SECURITY_AND_JPA, "--server.port=0", "--server.address=127.0.0.1",
					"--spring.main.banner-mode=off", "--kaspi.pay.api=check-pay",
					"--kaspi.pay.check-pay.trusted-proxies=127.0.0.1", "--kaspi.pay.ledger.initialize-schema=always",
					"--spring.datasource.url=jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1",
					"--kaspi.pay.polling.enabled=false", "--kaspi.pay.check-pay.payable-for=7d",
					"--server.shutdown=immediate");
	}

	private static void assertRecorded(ConfigurableApplicationContext application, Tally tally) {
		List<Map<String, Object>> rows = application.getBean(JdbcClient.class)
			.sql("SELECT transaction_id, order_id, amount FROM kaspi_pay_payment")
			.query()
			.listOfRows();
		Set<String> accepted = ids(rows, true);
		assertThat(accepted).containsAll(tally.paid);
		accepted.removeAll(tally.paid);
		assertThat(tally.unanswered).containsAll(accepted);
		Set<String> refused = ids(rows, false);
		refused.removeAll(tally.refused);
		assertThat(tally.unanswered).containsAll(refused);
	}

	private static Set<String> ids(List<Map<String, Object>> rows, boolean accepted) {
		return rows.stream()
			.filter((row) -> accepted == (row.get("order_id") != null))
			.map((row) -> String.valueOf(row.get("transaction_id")))
			.collect(Collectors.toCollection(HashSet::new));
	}

	private static void send(WebApplicationType type, int port, long seed, int requests, Tally tally) {
		ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
		try {
			List<CompletableFuture<Void>> clients = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				int client = i;
				clients.add(CompletableFuture
					.runAsync(() -> client(type, port, seed, client, requests / CLIENTS, tally), threads));
			}
			clients.forEach(CompletableFuture::join);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static void client(WebApplicationType type, int port, long seed, int number, int requests, Tally tally) {
		CheckPayFuzzer fuzzer = new CheckPayFuzzer(seed + number, number);
		try (FuzzConnection connection = new FuzzConnection(port)) {
			for (int i = 0; i < requests; i++) {
				FuzzedCall call = fuzzer.next();
				Answer answer = connection.exchange(call.request());
				String described = "seed " + seed + ", client " + number + ", request " + i;
				assertThat(answer != null || call.request().ends()).as(() -> described + ": " + call.request())
					.isTrue();
				if (answer != null) {
					assertThat(isRight(type, call, answer))
						.as(() -> described + ": " + call.request() + " was answered " + answer.status() + " "
								+ answer.content() + " instead of " + call.results())
						.isTrue();
					tally.count(answer);
				}
				else {
					tally.unanswered(call.request());
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Says whether an answer is right. WebFlux has no address for a percent sign that
	 * encodes nothing, and refuses it itself.
	 */
	private static boolean isRight(WebApplicationType type, FuzzedCall call, Answer answer) {
		if (answer.status() == 200) {
			Matcher matcher = ANSWER.matcher(answer.content());
			return matcher.matches() && call.results().contains(Integer.parseInt(matcher.group(2)));
		}
		boolean refused = answer.status() >= 400 && answer.status() < 500;
		boolean unreadable = type == WebApplicationType.REACTIVE && answer.status() == 400
				&& !call.results().contains(0);
		return refused && (call.results().isEmpty() || call.request().kind() != Kind.PLAIN || unreadable);
	}

	/**
	 * What was answered.
	 */
	private static final class Tally {

		private final Map<Integer, Integer> statuses = new TreeMap<>();

		private final Set<String> paid = ConcurrentHashMap.newKeySet();

		private final Set<String> refused = ConcurrentHashMap.newKeySet();

		private final Set<String> unanswered = ConcurrentHashMap.newKeySet();

		/**
		 * It may have been recorded: the server closed the connection.
		 */
		void unanswered(FuzzedRequest request) {
			NUMBER.matcher(new String(request.bytes(), StandardCharsets.UTF_8))
				.results()
				.forEach((number) -> this.unanswered.add(number.group()));
		}

		synchronized void count(Answer answer) {
			this.statuses.merge(answer.status(), 1, Integer::sum);
			Matcher matcher = ANSWER.matcher(answer.content());
			if (answer.status() == 200 && matcher.matches()) {
				if (matcher.group(3) != null) {
					this.paid.add(matcher.group(1));
				}
				else {
					this.refused.add(matcher.group(1));
				}
			}
		}

		synchronized String summary(WebApplicationType type, long seed) {
			return String.format(Locale.ROOT, "fuzz: check/pay over HTTP (%s), seed %d: by status %s; payments %d",
					type, seed, this.statuses, this.paid.size(), this.unanswered.size());
		}

	}

}
