/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import io.github.kaspipay.autoconfigure.WebhookSender;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Calls an application as Kaspi does.
 */
final class CheckPayCaller {

	private static final HttpClient client = HttpClient.newHttpClient();

	private final int port;

	private final String path;

	CheckPayCaller(ConfigurableApplicationContext application, String path) {
		this.port = WebhookSender.port(application);
		this.path = path;
	}

	HttpResponse<String> check(String account) {
		return get("command=check&txn_id=1&account=" + account + "&sum=1.00");
	}

	HttpResponse<String> pay(String transactionId, String account, String sum, String... headers) {
		return get(
				"command=pay&txn_id=" + transactionId + "&txn_date=20260301150000&account=" + account + "&sum=" + sum,
				headers);
	}

	HttpResponse<String> get(String query, String... headers) {
		return send("GET", query, headers);
	}

	HttpResponse<String> send(String method, String query, String... headers) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + this.port + this.path + "?" + query))
			.method(method, HttpRequest.BodyPublishers.noBody());
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Sends a path letter by letter.
	 * @return the status
	 */
	int raw(String path, String query) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", this.port)) {
			socket.getOutputStream()
				.write(String
					.format(Locale.ROOT, "GET %s?%s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path, query)
					.getBytes(StandardCharsets.ISO_8859_1));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return Integer.parseInt(answer.substring(9, 12));
		}
	}

}
