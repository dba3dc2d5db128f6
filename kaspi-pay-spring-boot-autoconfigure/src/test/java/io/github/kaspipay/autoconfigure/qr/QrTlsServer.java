/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.qr;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.github.kaspipay.autoconfigure.TlsApi;

/**
 * A QR API behind TLS 1.2 that wants a client certificate.
 */
final class QrTlsServer implements AutoCloseable {

	static final String ID = "128000000000000001";

	final List<String> requests = new CopyOnWriteArrayList<>();

	final List<String> callers = new CopyOnWriteArrayList<>();

	volatile String status = "QrTokenCreated";

	private final HttpsServer server;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	QrTlsServer(Path keys, Path trusted) throws Exception {
		SSLContext context = context(keys, trusted);
		this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setHttpsConfigurator(new HttpsConfigurator(context) {

			@Override
			public void configure(HttpsParameters parameters) {
				SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
				ssl.setNeedClientAuth(true);
				ssl.setProtocols(new String[] { "TLSv1.2" });
				parameters.setSSLParameters(ssl);
			}

		});
		this.server.setExecutor(this.executor);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	private static SSLContext context(Path keys, Path trusted) throws Exception {
		KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		own.init(store(keys), TlsApi.PASSWORD.toCharArray());
		TrustManagerFactory callers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		callers.init(store(trusted));
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(own.getKeyManagers(), callers.getTrustManagers(), null);
		return context;
	}

	private static KeyStore store(Path file) throws Exception {
		try (InputStream stream = Files.newInputStream(file)) {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(stream, TlsApi.PASSWORD.toCharArray());
			return store;
		}
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	int count(String path) {
		return (int) this.requests.stream().filter((request) -> request.contains(path)).count();
	}

	private void answer(HttpExchange exchange) throws IOException {
		String path = exchange.getRequestURI().getPath();
		String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
		this.callers.add(((HttpsExchange) exchange).getSSLSession().getPeerPrincipal().getName());
		this.requests.add(exchange.getRequestMethod() + " " + path + " " + body);
		byte[] answer = ("{\"StatusCode\":0,\"Message\":\"OK\",\"Data\":" + data(path) + "}")
			.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(200, answer.length);
		exchange.getResponseBody().write(answer);
		exchange.close();
	}

	private String data(String path) {
		if (path.endsWith("/device/register")) {
			return "{\"DeviceToken\":\"token-1\"}";
		}
		if (path.endsWith("/qr/create")) {
			return "{\"QrToken\":\"51236903777280167836178166503744993984459\",\"QrPaymentId\":" + ID
					+ ",\"QrPaymentBehaviorOptions\":{\"StatusPollingInterval\":1}}";
		}
		if (path.endsWith("/return/create")) {
			return "{\"QrReturnId\":99,\"QrToken\":\"return-qr\"}";
		}
		if (path.contains("/return/status/")) {
			return "{\"Status\":\"CustomerIdentityObtained\"}";
		}
		if (path.endsWith("/return/operations")) {
			return "[{\"QrPaymentId\":" + ID + ",\"Amount\":500,\"TransactionDate\":\"2026-05-09T21:23:00\"}]";
		}
		return "{\"Status\":\"" + this.status + "\"}";
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

}
