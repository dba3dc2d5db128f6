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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Two instances over one protocol, and the database they share. They are killed while
 * orders are paid, which then have to be paid in the ledger, with one effect.
 */
final class InstancePair implements AutoCloseable {

	static final Duration PATIENCE = Duration.ofSeconds(120);

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(2))
		.build();

	private final List<Instance> instances = new ArrayList<>();

	private final Database database = new Database();

	/**
	 * Starts the instances.
	 * @param name what their logs are named after
	 * @param protocol the properties of the protocol, {@code name=value}
	 */
	InstancePair(String name, List<String> protocol) throws IOException {
		List<String> arguments = new ArrayList<>(this.database.arguments());
		protocol.forEach((property) -> arguments.add("--" + property));
		for (int i = 1; i <= 2; i++) {
			this.instances.add(new Instance(this.client, name + "-" + i, CrashApplication.class, arguments));
		}
		awaitReady();
	}

	HttpClient client() {
		return this.client;
	}

	List<Instance> live() {
		return this.instances.stream().filter(Instance::isLive).toList();
	}

	/**
	 * Starts killed instances again, and waits for none.
	 */
	void restartDead() {
		this.instances.stream().filter((instance) -> !instance.isAlive()).forEach(Instance::restart);
	}

	void awaitReady() {
		this.instances.forEach(Instance::awaitReady);
	}

	/**
	 * Creates an order at a live instance, and another one where the answer was lost.
	 */
	String create(Supplier<String> reference) {
		return await().atMost(PATIENCE).until(() -> {
			List<Instance> live = live();
			return live.isEmpty() ? "" : create(live.get(0), reference.get());
		}, (orderId) -> !orderId.isEmpty());
	}

	private static String create(Instance instance, String reference) {
		Instance.Reply reply = instance.call("create", "reference", reference, "amount", "25000");
		return reply.isOk() ? reply.body() : "";
	}

	void pauseAt(FaultPoint point, String reference) {
		this.database.fault(reference, point, "pause", 1);
	}

	/**
	 * Kills the instance that pauses; waits until there is one.
	 */
	void killPaused(FaultPoint point, String reference) {
		long pid = await().atMost(PATIENCE)
			.until(() -> this.database.reachedBy(reference, point), (reached) -> reached != 0);
		this.instances.stream().filter((instance) -> instance.pid() == pid).findFirst().orElseThrow().kill();
	}

	/**
	 * Kills instances at random moments while customers buy.
	 * @param customers how many buy at once
	 * @param purchase creates an order and pays it; returns its id
	 * @param heal what is done after each kill
	 * @return the orders
	 */
	List<String> killUnderLoad(int kills, Runnable heal, int customers, int orders, Callable<String> purchase)
			throws Exception {
		Random random = new Random(Cluster.seed());
		ExecutorService threads = Executors.newFixedThreadPool(customers);
		List<Future<String>> purchases = new ArrayList<>();
		for (int i = 0; i < orders; i++) {
			purchases.add(threads.submit(purchase));
		}
		for (int kill = 0; kill < kills; kill++) {
			TimeUnit.MILLISECONDS.sleep(300 + random.nextInt(1200));
			this.instances.get(random.nextInt(this.instances.size())).kill();
			heal.run();
		}
		List<String> orderIds = new ArrayList<>();
		for (Future<String> orderId : purchases) {
			orderIds.add(orderId.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
		}
		threads.shutdown();
		return orderIds;
	}

	void assertPaidOnce(List<String> orderIds) {
		await().atMost(PATIENCE).untilAsserted(() -> assertThat(effects(orderIds)).hasSameElementsAs(orderIds));
		assertThat(effects(orderIds)).as("effects doubled").doesNotHaveDuplicates();
		assertThat(orderIds("SELECT order_id FROM kaspi_pay_order WHERE status = 'PAID'", orderIds))
			.hasSameElementsAs(orderIds);
	}

	private List<String> effects(List<String> orderIds) {
		return orderIds("SELECT order_id FROM crash_effect WHERE event_id LIKE '%:PAID'", orderIds);
	}

	/**
	 * Returns what a query finds of some orders.
	 */
	List<String> orderIds(String sql, List<String> among) {
		return this.database.jdbc().sql(sql).query(String.class).list().stream().filter(among::contains).toList();
	}

	@Override
	public void close() throws IOException {
		this.instances.forEach(Instance::end);
		this.database.close();
	}

}
