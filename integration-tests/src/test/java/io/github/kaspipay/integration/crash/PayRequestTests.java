/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Instances that are killed while Kaspi tells them of payments. It tells of each until it
 * is answered 0: then the order is paid, with one effect, and every answer was the same.
 */
class PayRequestTests {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private static final List<Instance> instances = new ArrayList<>();

	private static final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(2))
		.build();

	private static final AtomicLong lastTransaction = new AtomicLong();

	private static Database database;

	@BeforeAll
	static void start() throws IOException {
		database = new Database();
		for (int i = 1; i <= 2; i++) {
			instances.add(new Instance(client, "pay-" + i, CrashApplication.class, List.of("--server.port=0",
					"--server.address=127.0.0.1", "--spring.main.banner-mode=off",
					"--spring.datasource.url=" + database.url() + "&socketTimeout=10",
					"--spring.datasource.hikari.maximum-pool-size=10",
					"--spring.datasource.hikari.connection-timeout=1000",
					"--spring.autoconfigure.exclude=org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
					"--logging.level.root=WARN", "--kaspi.pay.api=check-pay",
					"--kaspi.pay.check-pay.allowed-addresses=127.0.0.1,::1",
					"--kaspi.pay.ledger.initialize-schema=never", "--kaspi.pay.events.first-pause=200ms",
					"--kaspi.pay.events.listener-timeout=2s")));
		}
		instances.forEach(Instance::awaitReady);
	}

	@AfterAll
	static void stop() throws IOException {
		instances.forEach(Instance::end);
		database.close();
	}

	@BeforeEach
	void heal() {
		for (Instance instance : instances) {
			if (!instance.isAlive()) {
				instance.restart();
			}
		}
		instances.forEach(Instance::awaitReady);
	}

	@Test
	void killedAfterTheCommit() {
		kill(FaultPoint.INTAKE_AFTER_COMMIT);
	}

	@Tag("long")
	@ParameterizedTest
	@EnumSource(names = { "INTAKE_BEFORE_COMMIT", "LISTENER_WROTE" })
	void killedElsewhere(FaultPoint point) {
		kill(point);
	}

	private void kill(FaultPoint point) {
		String reference = FaultPoints.MARK + UUID.randomUUID();
		String orderId = create(instances.get(0), reference);
		database.fault(reference, point, "pause", 1);
		String transaction = nextTransaction();
		CompletableFuture<HttpResponse<String>> first = client
			.sendAsync(request(instances.get(0), transaction, reference), HttpResponse.BodyHandlers.ofString());
		long pid = await().atMost(PATIENCE)
			.until(() -> database.reachedBy(reference, point), (reached) -> reached != 0);
		instances.stream().filter((instance) -> instance.pid() == pid).findFirst().orElseThrow().kill();
		first.exceptionally((ex) -> null).join();
		payUntilAccepted(transaction, reference);
		check(List.of(orderId));
	}

	@Test
	void killedUnderLoad() throws Exception {
		killUnderLoad(60, 2);
	}

	@Test
	@Tag("long")
	void killedUnderLoadForLong() throws Exception {
		killUnderLoad(2000, 20);
	}

	private void killUnderLoad(int orders, int kills) throws Exception {
		Random random = new Random(Cluster.seed());
		ExecutorService customers = Executors.newFixedThreadPool(8);
		List<Future<String>> paid = new ArrayList<>();
		for (int i = 0; i < orders; i++) {
			paid.add(customers.submit(() -> {
				String reference = "pay-" + UUID.randomUUID();
				String orderId = createSomewhere(reference);
				payUntilAccepted(nextTransaction(), reference);
				return orderId;
			}));
		}
		for (int kill = 0; kill < kills; kill++) {
			TimeUnit.MILLISECONDS.sleep(300 + random.nextInt(1200));
			instances.get(random.nextInt(instances.size())).kill();
			heal();
		}
		List<String> orderIds = new ArrayList<>();
		for (Future<String> orderId : paid) {
			orderIds.add(orderId.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
		}
		customers.shutdown();
		check(orderIds);
	}

	/**
	 * Tells of a payment again and again, of both instances at once, until one answers 0.
	 */
	private static void payUntilAccepted(String transaction, String reference) {
		List<String> answers = new ArrayList<>();
		await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
			List<CompletableFuture<HttpResponse<String>>> calls = live().stream()
				.map((instance) -> client.sendAsync(request(instance, transaction, reference),
						HttpResponse.BodyHandlers.ofString()))
				.toList();
			for (CompletableFuture<HttpResponse<String>> call : calls) {
				HttpResponse<String> answer = call.exceptionally((ex) -> null).join();
				if (answer != null && answer.body().contains("\"result\":0")) {
					answers.add(answer.body());
				}
			}
			return !answers.isEmpty();
		});
		live().forEach((instance) -> client
			.sendAsync(request(instance, transaction, reference), HttpResponse.BodyHandlers.ofString())
			.thenAccept((answer) -> answers.add(answer.body()))
			.exceptionally((ex) -> null)
			.join());
		assertThat(answers.stream().filter((answer) -> !answer.contains("\"result\":5")).distinct())
			.as("answers to payment %s", transaction)
			.hasSize(1);
	}

	private static void check(List<String> orderIds) {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(effects(orderIds)).hasSameElementsAs(orderIds));
		assertThat(effects(orderIds)).as("effects doubled").doesNotHaveDuplicates();
		assertThat(strings("SELECT order_id FROM kaspi_pay_order WHERE status = 'PAID'", orderIds))
			.hasSameElementsAs(orderIds);
		assertThat(strings("SELECT order_id FROM kaspi_pay_payment", orderIds)).hasSameElementsAs(orderIds)
			.doesNotHaveDuplicates();
	}

	private static List<String> effects(List<String> orderIds) {
		return strings("SELECT order_id FROM crash_effect WHERE event_id LIKE '%:PAID'", orderIds);
	}

	private static List<String> strings(String sql, List<String> among) {
		return database.jdbc().sql(sql).query(String.class).list().stream().filter(among::contains).toList();
	}

	private static String createSomewhere(String reference) {
		return await().atMost(PATIENCE).until(() -> {
			List<Instance> live = live();
			return live.isEmpty() ? "" : create(live.get(0), reference);
		}, (orderId) -> !orderId.isEmpty());
	}

	private static String create(Instance instance, String reference) {
		Instance.Reply reply = instance.call("create", "reference", reference, "amount", "25000");
		return reply.isOk() ? reply.body() : "";
	}

	private static List<Instance> live() {
		return instances.stream().filter(Instance::isLive).toList();
	}

	private static String nextTransaction() {
		return Long.toString(lastTransaction.incrementAndGet());
	}

	private static HttpRequest request(Instance instance, String transaction, String account) {
		return HttpRequest
			.newBuilder(URI.create(instance.checkPayUrl() + "?command=pay&txn_id=" + transaction
					+ "&txn_date=20260301150000&account=" + account + "&sum=25000.00"))
			.timeout(Duration.ofSeconds(15))
			.build();
	}

}
