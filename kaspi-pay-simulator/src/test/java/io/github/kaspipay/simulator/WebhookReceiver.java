/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A merchant's server: takes webhooks, or refuses them as it is told to.
 */
final class WebhookReceiver implements AutoCloseable {

	private final List<Received> received = new CopyOnWriteArrayList<>();

	private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final HttpServer server;

	WebhookReceiver() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.executor);
		this.server.createContext("/webhook/kaspi", this::receive);
		this.server.start();
	}

	private void receive(HttpExchange exchange) throws IOException {
		try (exchange) {
			byte[] body = exchange.getRequestBody().readAllBytes();
			this.received.add(new Received(exchange.getRequestMethod(), body,
					exchange.getRequestHeaders().getOrDefault("X-Kaspi-Signature", List.of()),
					exchange.getRequestHeaders().getOrDefault("Content-Type", List.of())));
			Integer answer = this.answers.poll();
			exchange.sendResponseHeaders((answer != null) ? answer : 200, -1);
		}
	}

	URI url() {
		return URI.create(
				String.format(Locale.ROOT, "http://localhost:%d/webhook/kaspi", this.server.getAddress().getPort()));
	}

	void answerWith(int... statuses) {
		for (int status : statuses) {
			this.answers.add(status);
		}
	}

	List<Received> received() {
		return this.received;
	}

	List<String> statuses() {
		return this.received.stream().map((webhook) -> webhook.json().get("status").stringValue()).toList();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	record Received(String method, byte[] body, List<String> signatures, List<String> contentTypes) {

		String text() {
			return new String(this.body, StandardCharsets.UTF_8);
		}

		JsonNode json() {
			return JsonMapper.shared().readTree(this.body);
		}

	}

}
