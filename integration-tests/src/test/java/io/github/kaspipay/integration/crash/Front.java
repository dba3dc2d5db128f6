/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * What stands between Kaspi Pay and the instances: hands each webhook to any live
 * instance and answers what it answers, or 503 if it cannot be reached. Can lose, repeat
 * and delay webhooks, all of which it answers with 200 like a proxy that has taken them.
 */
final class Front implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	private final HttpClient client;

	private final Supplier<List<Instance>> instances;

	private final ScheduledExecutorService executor = Executors.newScheduledThreadPool(32, (task) -> {
		Thread thread = new Thread(task, "front");
		thread.setDaemon(true);
		return thread;
	});

	private final HttpServer server;

	private final AtomicInteger forwarded = new AtomicInteger();

	private final AtomicInteger lost = new AtomicInteger();

	private final AtomicInteger repeated = new AtomicInteger();

	private final AtomicInteger delayed = new AtomicInteger();

	private volatile Faults faults = Faults.NONE;

	private volatile Random random = new Random();

	Front(HttpClient client, Supplier<List<Instance>> instances) throws IOException {
		this.client = client;
		this.instances = instances;
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1000);
		this.server.setExecutor(this.executor);
		this.server.createContext("/webhook/kaspi", this::handle);
		this.server.start();
	}

	URI url() {
		return URI.create(
				String.format(Locale.ROOT, "http://localhost:%d/webhook/kaspi", this.server.getAddress().getPort()));
	}

	void faults(Faults faults, long seed) {
		this.random = new Random(seed);
		this.faults = faults;
	}

	/**
	 * Returns how many webhooks were handed to instances, repeats included.
	 */
	int forwarded() {
		return this.forwarded.get();
	}

	String figures() {
		return String.format(Locale.ROOT, "deliveries=%d (of them repeated=%d, delayed=%d), webhooks lost=%d",
				forwarded(), this.repeated.get(), this.delayed.get(), this.lost.get());
	}

	private void handle(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			String signature = exchange.getRequestHeaders().getFirst("X-Kaspi-Signature");
			exchange.sendResponseHeaders(answer(body, signature), -1);
		}
	}

	private int answer(byte[] body, String signature) {
		Faults faults = this.faults;
		Random random = this.random;
		double chance = random.nextDouble();
		if (chance < faults.lose()) {
			this.lost.incrementAndGet();
			return 200;
		}
		if (chance < faults.lose() + faults.repeat()) {
			this.repeated.incrementAndGet();
			this.executor.execute(() -> forward(body, signature));
		}
		else if (chance < faults.lose() + faults.repeat() + faults.delay()) {
			this.delayed.incrementAndGet();
			this.executor.schedule(() -> forward(body, signature), random.nextInt(1500), TimeUnit.MILLISECONDS);
			return 200;
		}
		return forward(body, signature);
	}

	private int forward(byte[] body, String signature) {
		List<Instance> live = this.instances.get();
		if (live.isEmpty()) {
			return 503;
		}
		Instance instance = live.get(this.random.nextInt(live.size()));
		this.forwarded.incrementAndGet();
		try {
			return this.client
				.send(HttpRequest.newBuilder(instance.webhookUrl())
					.timeout(TIMEOUT)
					.header("Content-Type", "application/json")
					.header("X-Kaspi-Signature", signature)
					.POST(HttpRequest.BodyPublishers.ofByteArray(body))
					.build(), HttpResponse.BodyHandlers.discarding())
				.statusCode();
		}
		catch (IOException | RuntimeException ex) {
			return 503;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return 503;
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	/**
	 * How many of the webhooks suffer what, each between 0 and 1.
	 *
	 * @param lose are taken and never handed on
	 * @param repeat are handed to two instances at once
	 * @param delay are taken and handed on later, out of order
	 */
	record Faults(double lose, double repeat, double delay) {

		static final Faults NONE = new Faults(0, 0, 0);

	}

}
