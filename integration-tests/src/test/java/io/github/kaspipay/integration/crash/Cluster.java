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

import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.order.SimulatedOrder;
import org.awaitility.Awaitility;

import static org.awaitility.Awaitility.await;

/**
 * Three instances of the application, the database they share, and the Kaspi Pay they
 * talk to.
 */
final class Cluster implements AutoCloseable {

	static final int MAX_ATTEMPTS = 3;

	private static final int SIZE = 3;

	private static final Duration PATIENCE = Duration.ofSeconds(120);

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.connectTimeout(Duration.ofSeconds(2))
		.build();

	private final List<Instance> instances = new ArrayList<>();

	private final KaspiPaySimulator simulator;

	private final Database database;

	private final Front front;

	private final Oracle oracle;

	private final Random random = new Random(seed());

	Cluster() throws IOException {
		Awaitility.setDefaultTimeout(PATIENCE);
		System.setProperty("sun.net.httpserver.nodelay", "true");
		this.simulator = KaspiPaySimulator.builder()
			.webhookRetryPauses(Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMillis(800),
					Duration.ofMillis(1600), Duration.ofSeconds(3), Duration.ofSeconds(5))
			.start();
		this.database = new Database();
		this.oracle = new Oracle(this.database, this.simulator);
		this.front = new Front(this.client, this::live);
		Runtime.getRuntime().addShutdownHook(new Thread(this::endInstances));
		ClassArchive.prepare(this::train);
		for (int i = 1; i <= SIZE; i++) {
			this.instances.add(new Instance(this.client, "instance-" + i, CrashApplication.class, arguments()));
		}
		awaitReady();
	}

	/**
	 * Returns what decides on chance in the tests; printed, so that a run can be repeated
	 * with {@code -Dkaspi.crash.seed}.
	 */
	static long seed() {
		return Seed.VALUE;
	}

	private List<String> arguments() {
		List<String> arguments = new ArrayList<>(this.database.arguments());
		arguments.addAll(List.of("--spring.lifecycle.timeout-per-shutdown-phase=10s",
				"--logging.level.io.github.kaspipay=INFO", "--kaspi.pay.base-url=" + this.simulator.baseUrl(),
				"--kaspi.pay.client-id=" + this.simulator.clientId(),
				"--kaspi.pay.client-secret=" + this.simulator.clientSecret(),
				"--kaspi.pay.merchant-id=" + this.simulator.merchantId(),
				"--kaspi.pay.webhook.secret=" + this.simulator.webhookSecret(),
				"--kaspi.pay.callback-url=" + this.front.url(), "--kaspi.pay.read-timeout=3s",
				"--kaspi.pay.polling.interval=2s", "--kaspi.pay.rate-limit.requests-per-minute=1000000",
				"--kaspi.pay.events.max-attempts=" + MAX_ATTEMPTS));
		return arguments;
	}

	/**
	 * Starts and ends an instance, for what that tells of the classes it needs.
	 */
	private void train(List<String> classes) {
		Instance instance = new Instance(this.client, "training", CrashApplication.class, arguments(), classes);
		instance.awaitReady();
		instance.signal("TERM");
		instance.awaitEnd();
	}

	void awaitReady() {
		this.instances.forEach(Instance::awaitReady);
	}

	List<Instance> live() {
		return this.instances.stream().filter(Instance::isLive).toList();
	}

	List<Instance> instances() {
		return this.instances;
	}

	/**
	 * Returns any live instance; waits for one if need be.
	 */
	Instance any() {
		List<Instance> live = live();
		if (live.isEmpty()) {
			live = await().atMost(PATIENCE).until(this::live, (instances) -> !instances.isEmpty());
		}
		return live.get(this.random.nextInt(live.size()));
	}

	/**
	 * Returns the live instances but for one.
	 */
	List<Instance> others(Instance instance) {
		return live().stream().filter((other) -> other != instance).toList();
	}

	/**
	 * Returns the instance that has reached a fault; waits until there is one.
	 */
	Instance awaitReached(SimulatedOrder order, FaultPoint point) {
		long pid = await().pollInterval(Duration.ofMillis(20))
			.atMost(PATIENCE)
			.until(() -> this.database.reachedBy(order.reference(), point), (reached) -> reached != 0);
		return this.instances.stream().filter((instance) -> instance.pid() == pid).findFirst().orElseThrow();
	}

	/**
	 * Returns how often a test repeats itself, many times more with
	 * {@code -Dkaspi.crash.repeat}.
	 */
	static int rounds(int usually) {
		return usually * Integer.getInteger("kaspi.crash.repeat", 1);
	}

	SimulatedOrder create() {
		return create("shop-" + UUID.randomUUID());
	}

	/**
	 * Creates an order that faults can be set for.
	 */
	SimulatedOrder createFaulty() {
		return create(FaultPoints.MARK + UUID.randomUUID());
	}

	SimulatedOrder create(String reference) {
		return created(any().call("create", "reference", reference, "amount", "25000"));
	}

	/**
	 * Creates an order that the listener gives a part of back.
	 */
	SimulatedOrder createFaultyWithRefund(String refund) {
		return created(any().call("create", "reference", FaultPoints.MARK + UUID.randomUUID(), "amount", "25000",
				"refund", refund));
	}

	private SimulatedOrder created(Instance.Reply reply) {
		if (!reply.isOk()) {
			throw new IllegalStateException("The order was not created: " + reply);
		}
		return this.simulator.order(reply.body()).orElseThrow();
	}

	/**
	 * Creates orders and has them paid.
	 */
	SimulatedOrder[] createPaid(int number) {
		SimulatedOrder[] orders = new SimulatedOrder[number];
		for (int i = 0; i < number; i++) {
			orders[i] = create();
			this.simulator.pay(orders[i].orderId());
		}
		return orders;
	}

	/**
	 * Returns how many refunds of an order were sent to Kaspi Pay.
	 */
	long refundsSent(SimulatedOrder order) {
		return this.simulator.requests()
			.stream()
			.filter((request) -> request.path().equals("/payment/orders/" + order.orderId() + "/refund"))
			.count();
	}

	KaspiPaySimulator simulator() {
		return this.simulator;
	}

	Database database() {
		return this.database;
	}

	Front front() {
		return this.front;
	}

	Oracle oracle() {
		return this.oracle;
	}

	Random random() {
		return this.random;
	}

	private void endInstances() {
		this.instances.forEach(Instance::end);
	}

	/**
	 * Starts killed instances again, those that a listener ends meanwhile too, and waits
	 * until most are there.
	 */
	void heal() {
		this.simulator.dropWebhooks(false);
		this.front.faults(Front.Faults.NONE, seed());
		await().atMost(PATIENCE).until(() -> {
			restartDead();
			return live().size() >= SIZE - 1;
		});
	}

	void restartDead() {
		for (Instance instance : this.instances) {
			if (!instance.isAlive()) {
				instance.restart();
			}
		}
	}

	@Override
	public void close() throws IOException {
		endInstances();
		this.front.close();
		this.simulator.close();
		this.database.close();
	}

	private static final class Seed {

		private static final long VALUE = Long.getLong("kaspi.crash.seed", System.nanoTime());

		static {
			System.out.println("Crash tests run with -Dkaspi.crash.seed=" + VALUE);
		}

	}

}
