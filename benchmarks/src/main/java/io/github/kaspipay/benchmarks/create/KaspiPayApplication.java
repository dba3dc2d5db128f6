/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.create;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * Answers as Kaspi Pay does to tokens and orders, in a process of its own.
 */
public final class KaspiPayApplication {

	private static final String TOKEN = "{\"access_token\":\"" + "t".repeat(40)
			+ "\",\"token_type\":\"Bearer\",\"expires_in\":3600}";

	private static final String ORDER = "{\"orderId\":\"ORD-2026-05-09-%1$07d\",\"status\":\"INIT\","
			+ "\"qrData\":\"https://pay.kaspi.kz/qr/ORD-2026-05-09-%1$07d?v=2&c=KZT\","
			+ "\"paymentUrl\":\"https://pay.kaspi.kz/pay/ORD-2026-05-09-%1$07d\","
			+ "\"expiresAt\":\"2099-05-09T10:15:30Z\"}";

	private KaspiPayApplication() {
	}

	/**
	 * Starts it; it ends with its standard input.
	 * @param args the port
	 * @throws IOException if the port is taken
	 */
	public static void main(String[] args) throws IOException {
		System.setProperty("sun.net.httpserver.nodelay", "true");
		HttpServer server = HttpServer
			.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])), 0);
		AtomicInteger orders = new AtomicInteger();
		server.createContext("/oauth/token", (exchange) -> answer(exchange, TOKEN));
		server.createContext("/payment/orders",
				(exchange) -> answer(exchange, String.format(Locale.ROOT, ORDER, orders.incrementAndGet())));
		server.setExecutor(Executors.newCachedThreadPool());
		server.start();
		System.in.transferTo(OutputStream.nullOutputStream());
		Runtime.getRuntime().halt(0);
	}

	private static void answer(HttpExchange exchange, String json) throws IOException {
		exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
		byte[] body = json.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(200, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

}
