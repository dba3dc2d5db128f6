/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.kaspipay.integration.QrProperties;
import io.github.kaspipay.simulator.KaspiPaySimulator;
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
 * Instances that are killed while they poll the QR API, which never says anything by
 * itself: what was paid there is paid in the ledger, with one effect.
 */
class QrPollingTests {

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private static final List<Instance> instances = new ArrayList<>();

	private static final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(2))
		.build();

	private static KaspiPaySimulator simulator;

	private static Database database;

	@BeforeAll
	static void start() throws IOException {
		simulator = KaspiPaySimulator.start();
		database = new Database();
		List<String> properties = new ArrayList<>(List.of("--server.port=0", "--server.address=127.0.0.1",
				"--spring.main.banner-mode=off", "--spring.datasource.url=" + database.url() + "&socketTimeout=10",
				"--spring.datasource.hikari.maximum-pool-size=10", "--spring.datasource.hikari.connection-timeout=1000",
				"--spring.autoconfigure.exclude=org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
				"--logging.level.root=WARN", "--kaspi.pay.rate-limit.requests-per-minute=1000000",
				"--kaspi.pay.ledger.initialize-schema=never", "--kaspi.pay.events.first-pause=200ms",
				"--kaspi.pay.events.listener-timeout=2s"));
		QrProperties.of(simulator.qr()).forEach((property) -> properties.add("--" + property));
		for (int i = 1; i <= 2; i++) {
			instances.add(new Instance(client, "qr-" + i, CrashApplication.class, properties));
		}
		instances.forEach(Instance::awaitReady);
	}

	@AfterAll
	static void stop() throws IOException {
		instances.forEach(Instance::end);
		database.close();
		simulator.close();
	}

	/**
	 * Starts killed instances again, and waits for none.
	 */
	@BeforeEach
	void restartDead() {
		instances.stream().filter((instance) -> !instance.isAlive()).forEach(Instance::restart);
	}

	@ParameterizedTest
	@EnumSource(names = "ANSWER_READ")
	void killedAt(FaultPoint point) {
		kill(point);
	}

	@Tag("long")
	@ParameterizedTest
	@EnumSource(names = { "ANSWER_BEFORE_COMMIT", "ANSWER_AFTER_COMMIT", "LISTENER_STARTED", "LISTENER_WROTE",
			"DELIVERY_BEFORE_COMMIT", "DELIVERY_AFTER_COMMIT" })
	void killedAtFurther(FaultPoint point) {
		kill(point);
	}

	private static void kill(FaultPoint point) {
		String reference = FaultPoints.MARK + UUID.randomUUID();
		String orderId = createSomewhere(() -> reference);
		database.fault(reference, point, "pause", 1);
		simulator.qr().pay(orderId);
		long pid = await().atMost(PATIENCE)
			.until(() -> database.reachedBy(reference, point), (reached) -> reached != 0);
		instances.stream().filter((instance) -> instance.pid() == pid).findFirst().orElseThrow().kill();
		check(List.of(orderId));
	}

	@Test
	void killedUnderLoad() throws Exception {
		killUnderLoad(40, 1);
	}

	@Test
	@Tag("long")
	void killedUnderLoadForLong() throws Exception {
		killUnderLoad(1000, 20);
	}

	private void killUnderLoad(int orders, int kills) throws Exception {
		Random random = new Random(Cluster.seed());
		ExecutorService customers = Executors.newFixedThreadPool(4);
		List<Future<String>> paid = new ArrayList<>();
		for (int i = 0; i < orders; i++) {
			paid.add(customers.submit(() -> {
				String orderId = createSomewhere(() -> "qr-" + UUID.randomUUID());
				simulator.qr().pay(orderId);
				return orderId;
			}));
		}
		for (int kill = 0; kill < kills; kill++) {
			TimeUnit.MILLISECONDS.sleep(300 + random.nextInt(1200));
			instances.get(random.nextInt(instances.size())).kill();
			restartDead();
		}
		List<String> orderIds = new ArrayList<>();
		for (Future<String> orderId : paid) {
			orderIds.add(orderId.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
		}
		customers.shutdown();
		check(orderIds);
	}

	private static void check(List<String> orderIds) {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(effects(orderIds)).hasSameElementsAs(orderIds));
		assertThat(effects(orderIds)).as("effects doubled").doesNotHaveDuplicates();
		assertThat(strings("SELECT order_id FROM kaspi_pay_order WHERE status = 'PAID'", orderIds))
			.hasSameElementsAs(orderIds);
	}

	private static List<String> effects(List<String> orderIds) {
		return strings("SELECT order_id FROM crash_effect WHERE event_id LIKE '%:PAID'", orderIds);
	}

	private static List<String> strings(String sql, List<String> among) {
		return database.jdbc().sql(sql).query(String.class).list().stream().filter(among::contains).toList();
	}

	/**
	 * Creates an order, and another one where the answer was lost: nobody has the QR code
	 * of that.
	 */
	private static String createSomewhere(Supplier<String> reference) {
		return await().atMost(PATIENCE).until(() -> {
			List<Instance> live = instances.stream().filter(Instance::isLive).toList();
			return live.isEmpty() ? "" : create(live.get(0), reference.get());
		}, (orderId) -> !orderId.isEmpty());
	}

	private static String create(Instance instance, String reference) {
		Instance.Reply reply = instance.call("create", "reference", reference, "amount", "25000");
		return reply.isOk() ? reply.body() : "";
	}

}
