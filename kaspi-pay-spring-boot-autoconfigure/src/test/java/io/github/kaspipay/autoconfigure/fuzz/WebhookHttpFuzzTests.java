/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.Pool;
import io.github.kaspipay.autoconfigure.ShopApplication;
import io.github.kaspipay.autoconfigure.WebhookSender;
import io.github.kaspipay.autoconfigure.fuzz.FuzzConnection.Answer;
import io.github.kaspipay.autoconfigure.fuzz.FuzzedRequest.Kind;
import io.github.kaspipay.autoconfigure.fuzz.SignatureOracle.Verdict;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderPage;
import io.github.kaspipay.order.KaspiOrderQuery;
import io.github.kaspipay.order.KaspiOrders;
import io.github.kaspipay.testsupport.PostgresServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Webhooks that went wrong, over HTTP that may be wrong too: none is accepted wrongly,
 * none makes the application fail, and only those accepted leave something behind. A run
 * is repeated with {@code -Dkaspi.fuzz.seed}.
 * <p>
 * Left out is what the server itself has no answer for but 5xx: another version of HTTP,
 * a transfer encoding it does not know, CONNECT.
 */
@Tag("database")
class WebhookHttpFuzzTests {

	private static final int CLIENTS = 3;

	/**
	 * What became of it, and of its order.
	 */
	private static final int MAX_LINES_PER_SIGNED = 2;

	/**
	 * The first of each kind of refusal, and one a minute.
	 */
	private static final int MAX_OTHER_LINES = 60;

	private static final KaspiApiStub api = new KaspiApiStub();

	private static final AtomicInteger runs = new AtomicInteger();

	@ParameterizedTest(name = "security: {0}, ledger: {1}")
	@CsvSource("true,jdbc")
	void noneIsAcceptedWrongly(boolean security, String ledger) {
		run(security, ledger, 1200);
	}

	@ParameterizedTest(name = "security: {0}, ledger: {1}")
	@CsvSource({ "false,memory", "true,memory", "false,jdbc", "true,jdbc" })
	@Tag("long")
	void noneOfManyIsAcceptedWrongly(boolean security, String ledger) {
		run(security, ledger, 30_000);
	}

	private static void run(boolean security, String ledger, int webhooks) {
		String prefix = "fuzz_" + runs.incrementAndGet() + "_";
		try (ConfigurableApplicationContext application = ShopApplication.start(api, List.of(),
				security ? "spring.autoconfigure.exclude=" + ShopApplication.JPA
						: ShopApplication.WITHOUT_SECURITY_AND_JPA,
				"kaspi.pay.webhook.previous-secret=" + KaspiApiStub.PREVIOUS_WEBHOOK_SECRET,
				"kaspi.pay.webhook.max-body-size=" + FuzzedRequest.MAX_BODY_SIZE + "B",
				"kaspi.pay.polling.enabled=false", "kaspi.pay.ledger.type=" + ledger, "kaspi.pay.ledger.max-orders=500",
				"kaspi.pay.ledger.table-prefix=" + prefix, "kaspi.pay.ledger.initialize-schema=always",
				"spring.datasource.url=" + PostgresServer.url(), "spring.datasource.username=postgres",
				"server.tomcat.threads.max=8", "server.tomcat.threads.min-spare=8");
				CountedLog log = new CountedLog()) {
			WebhookFuzzTests.adoptKnownOrders(application.getBean(KaspiOrderLedger.class));
			long seed = FuzzTally.seed();
			FuzzTally tally = new FuzzTally();
			send(application, seed, 0, webhooks / 4, tally);
			tally.start();
			send(application, seed, CLIENTS, webhooks - webhooks / 4, tally);
			System.out.println(tally.summary(String.format(Locale.ROOT, "over HTTP (Spring Security: %s, ledger: %s)",
					security ? "yes" : "no", ledger), seed));
			assertThat(tally.count(200)).isGreaterThan(webhooks / 10);
			assertThat(tally.count(401)).isGreaterThan(webhooks / 10);
			assertThat(log.errors()).isEmpty();
			assertThat(log.lines()).isLessThanOrEqualTo(MAX_OTHER_LINES + MAX_LINES_PER_SIGNED * tally.signed());
			assertOnlyTheAcceptedAreRecorded(application, tally);
			if (ledger.equals("jdbc")) {
				assertThat(rows(application, prefix + "webhook")).isBetween(tally.count(200),
						tally.count(200) + tally.countUnanswered());
				await().until(() -> Pool.active(application) == 0);
			}
			tally.assertNothingGrew();
		}
	}

	private static void send(ConfigurableApplicationContext application, long seed, int firstClient, int webhooks,
			FuzzTally tally) {
		ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
		try {
			List<CompletableFuture<Void>> clients = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				Client client = new Client(WebhookSender.port(application), seed, firstClient + i);
				clients.add(CompletableFuture.runAsync(() -> client.send(webhooks / CLIENTS, tally), threads));
			}
			clients.forEach(CompletableFuture::join);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static void assertOnlyTheAcceptedAreRecorded(ConfigurableApplicationContext application, FuzzTally tally) {
		KaspiOrders orders = application.getBean(KaspiOrders.class);
		KaspiOrderQuery query = KaspiOrderQuery.all();
		KaspiOrderPage page = orders.find(query);
		assertThat(page.orders()).extracting(KaspiOrder::orderId).allMatch(tally::mayBeRecorded);
		while (page.next() != null) {
			page = orders.find(query.after(page.next()));
			assertThat(page.orders()).extracting(KaspiOrder::orderId).allMatch(tally::mayBeRecorded);
		}
	}

	private static int rows(ConfigurableApplicationContext application, String table) {
		return application.getBean(JdbcClient.class).sql("SELECT COUNT(*) FROM " + table).query(Integer.class).single();
	}

	/**
	 * One sender, with webhooks of its own.
	 */
	private record Client(int port, long seed, int number) {

		void send(int webhooks, FuzzTally tally) {
			WebhookFuzzer fuzzer = new WebhookFuzzer(this.seed + this.number, KaspiApiStub.WEBHOOK_SECRET,
					KaspiApiStub.PREVIOUS_WEBHOOK_SECRET);
			SignatureOracle oracle = new SignatureOracle(KaspiApiStub.WEBHOOK_SECRET,
					KaspiApiStub.PREVIOUS_WEBHOOK_SECRET);
			try (FuzzConnection connection = new FuzzConnection(this.port)) {
				for (int i = 0; i < webhooks; i++) {
					FuzzedRequest request = FuzzedRequest.next(fuzzer);
					Answer answer = connection.exchange(request);
					Verdict verdict = oracle.judge(request.arriving().body(), request.arriving().signatures());
					String described = "seed " + this.seed + ", client " + this.number + ", webhook " + i;
					if (answer != null) {
						assertThat(isRight(request, verdict, answer))
							.as(() -> described + ": " + request + " was answered " + answer.status() + " instead of "
									+ verdict.statuses())
							.isTrue();
						tally.count(verdict, answer.status());
					}
					else {
						assertThat(request.ends()).as(() -> described + " was not answered: " + request).isTrue();
						tally.unanswered(verdict);
					}
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

		private static boolean isRight(FuzzedRequest request, Verdict verdict, Answer answer) {
			boolean tooLong = request.arriving().body().length > FuzzedRequest.MAX_BODY_SIZE;
			boolean recorded = answer.status() == 200;
			if (recorded && (tooLong || !verdict.statuses().contains(200) || !answer.content().equals("OK"))) {
				return false;
			}
			boolean refused = answer.status() >= 400 && answer.status() < 500;
			return switch (request.kind()) {
				case PLAIN -> tooLong ? answer.status() == 413 : verdict.statuses().contains(answer.status());
				case METHOD, PATH -> refused || answer.status() == 302 || (recorded && request.kind() == Kind.PATH);
				case ENCODING, BROKEN_OFF -> refused;
				case JUNK -> refused || recorded;
			};
		}

	}

}
