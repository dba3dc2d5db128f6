/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.ledger;

import java.util.Locale;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.kaspipay.autoconfigure.DatabaseRunners;
import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.SqlCounter;
import io.github.kaspipay.autoconfigure.WebhookSender;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What an operation costs in a PostgreSQL: statements, commits and connections, the
 * listener's own row left out.
 */
@Tag("database")
class SqlPerOperationTests {

	private static final int REPETITIONS = 4;

	/**
	 * For a create, a paid webhook, a duplicate webhook and a refund.
	 */
	private static final List<Integer> MAX_STATEMENTS = List.of(3, 8, 2, 13);

	private static final List<Integer> MAX_COMMITS = List.of(1, 2, 0, 3);

	@Test
	void staysWithinItsBounds() {
		SqlCounter counter = new SqlCounter();
		try (KaspiApiStub api = new KaspiApiStub()) {
			for (int order = 1; order <= REPETITIONS; order++) {
				api.refundAnswers("counted-" + order,
						KaspiApiStub.json(200, "{\"refundId\":\"R-1\",\"status\":\"REFUNDED\",\"amount\":30}"));
			}
			DatabaseRunners.postgres()
				.withPropertyValues(api.properties())
				.withPropertyValues("kaspi.pay.ledger.initialize-schema=always",
						"kaspi.pay.ledger.table-prefix=counted_", "kaspi.pay.polling.interval=1h",
						"kaspi.pay.polling.duration=2h", "kaspi.pay.polling.give-up-after=3h")
				.withBean(SqlCounter.class, () -> counter)
				.withUserConfiguration(Shop.class)
				.run((context) -> measure(context, counter));
		}
	}

	private static void measure(ApplicationContext context, SqlCounter counter) {
		KaspiOrderService orders = context.getBean(KaspiOrderService.class);
		KaspiWebhookProcessor webhooks = new KaspiWebhookProcessor((body, signature) -> true,
				context.getBean(KaspiOrderLedger.class));
		JdbcClient jdbc = JdbcClient.create(counter.uncounted());
		jdbc.sql("DROP TABLE IF EXISTS own_row").update();
		jdbc.sql("CREATE TABLE own_row (event_id VARCHAR(130))").update();
		List<Measured> measured = List.of(
				measure("create", counter, jdbc, 0,
						(reference) -> orders
							.create(KaspiOrderRequest.builder().amount(100).reference(reference).build())),
				measure("paid webhook", counter, jdbc, 1, (orderId) -> notify(webhooks, orderId)),
				measure("duplicate webhook", counter, jdbc, 0, (orderId) -> notify(webhooks, orderId)),
				measure("refund", counter, jdbc, 1, (orderId) -> orders.refund(orderId,
						KaspiRefundRequest.of(new BigDecimal("30"), "Customer refused"))));
		StringBuilder table = new StringBuilder(
				String.format(Locale.ROOT, "%n%-18s %10s %8s %12s%n", "", "statements", "commits", "connections"));
		measured.forEach((each) -> table.append(String.format(Locale.ROOT, "%-18s %10d %8d %12d  %s%n",
				each.operation(), each.statements().size(), each.commits(), each.connections(),
				each.statements().stream().map(SqlCounter::shortened).collect(Collectors.joining(", ")))));
		System.out.println(table);
		for (int i = 0; i < measured.size(); i++) {
			Measured each = measured.get(i);
			assertThat(each.statements()).as(each.operation()).hasSizeLessThanOrEqualTo(MAX_STATEMENTS.get(i));
			assertThat(each.commits()).as(each.operation()).isLessThanOrEqualTo(MAX_COMMITS.get(i));
		}
	}

	/**
	 * Takes the least of several, since a sweep or the database's clock may come between.
	 */
	private static Measured measure(String operation, SqlCounter counter, JdbcClient jdbc, int events,
			Consumer<String> call) {
		return IntStream.rangeClosed(1, REPETITIONS).mapToObj((order) -> {
			int before = delivered(jdbc);
			counter.reset();
			call.accept("counted-" + order);
			await().pollInterval(Duration.ofMillis(20)).until(() -> delivered(jdbc) == before + events);
			awaitQuiet(counter);
			return new Measured(operation, counter.statements("own_row"), counter.commits(), counter.connections());
		}).min(Comparator.comparing((measured) -> measured.statements().size())).orElseThrow();
	}

	private static void awaitQuiet(SqlCounter counter) {
		AtomicInteger last = new AtomicInteger(-1);
		await().pollInterval(Duration.ofMillis(100)).until(() -> {
			int now = counter.statements("own_row").size();
			return last.getAndSet(now) == now;
		});
	}

	private static int delivered(JdbcClient jdbc) {
		return jdbc.sql("SELECT COUNT(*) FROM counted_event WHERE state = 'DELIVERED'").query(Integer.class).single();
	}

	private static void notify(KaspiWebhookProcessor webhooks, String orderId) {
		webhooks.process(WebhookSender.body(orderId, "PAID", "100").getBytes(UTF_8), List.of("signature"));
	}

	private record Measured(String operation, List<String> statements, int commits, int connections) {

	}

	@Configuration(proxyBeanMethods = false)
	static class Shop {

		private final JdbcClient jdbc;

		Shop(JdbcClient jdbc) {
			this.jdbc = jdbc;
		}

		@EventListener
		void on(KaspiOrderEvent event) {
			this.jdbc.sql("INSERT INTO own_row VALUES (:id)").param("id", event.eventId()).update();
		}

	}

}
