/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A merchant's server that Kaspi calls by check/pay, and that answers as it is told to.
 */
final class CheckPayMerchant implements AutoCloseable {

	private final List<Asked> asked = new CopyOnWriteArrayList<>();

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final CountDownLatch closed = new CountDownLatch(1);

	private final HttpServer server;

	private volatile int status = 200;

	private volatile Map<String, String> headers = Map.of();

	private volatile Function<Asked, String> body = (asked) -> json(asked, 0, "25000.00");

	CheckPayMerchant() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.executor);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	static String json(Asked asked, int result, String sum) {
		return String.format(Locale.ROOT,
				"{\"txn_id\":\"%s\",\"result\":%d,\"sum\":\"%s\",\"comment\":\"\",\"prv_txn_id\":\"P-%s\"}",
				asked.get("txn_id"), result, sum, asked.get("account"));
	}

	private void answer(HttpExchange exchange) throws IOException {
		try (exchange) {
			Asked asked = new Asked(exchange.getRequestURI(),
					exchange.getRequestHeaders().getOrDefault("X-Forwarded-For", List.of()));
			this.asked.add(asked);
			byte[] answer = this.body.apply(asked).getBytes(StandardCharsets.UTF_8);
			this.headers.forEach(exchange.getResponseHeaders()::set);
			exchange.sendResponseHeaders(this.status, (answer.length > 0) ? answer.length : -1);
			exchange.getResponseBody().write(answer);
		}
	}

	URI url() {
		return URI.create(String.format(Locale.ROOT, "http://localhost:%d/kaspi", this.server.getAddress().getPort()));
	}

	void answerWith(Function<Asked, String> body) {
		this.body = body;
	}

	void answerWith(int status, Map<String, String> headers) {
		this.status = status;
		this.headers = headers;
	}

	/**
	 * Answers only when it is closed.
	 */
	void hang() {
		this.body = (asked) -> {
			try {
				this.closed.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			return "";
		};
	}

	List<Asked> asked() {
		return this.asked;
	}

	@Override
	public void close() {
		this.closed.countDown();
		this.server.stop(0);
		this.executor.shutdownNow();
	}

	record Asked(URI url, List<String> forwardedFor) {

		String get(String parameter) {
			return Arrays.stream(this.url.getRawQuery().split("&"))
				.map((each) -> each.split("=", 2))
				.filter((each) -> each[0].equals(parameter))
				.map((each) -> URLDecoder.decode(each[1], StandardCharsets.UTF_8))
				.findFirst()
				.orElse("");
		}

	}

}
