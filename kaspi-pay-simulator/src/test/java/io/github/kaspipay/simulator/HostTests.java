/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the simulator answers to its own names only.
 */
class HostTests {

	@AutoClose
	private static final KaspiPaySimulator simulator = KaspiPaySimulator.builder()
		.allowedHosts("host.docker.internal", "Kaspi.Test ")
		.start();

	@ParameterizedTest
	@CsvSource({ "localhost, 200", "LOCALHOST:8089, 200", "127.0.0.1:8089, 200", "127.1.2.3, 200", "[::1]:8089, 200",
			"host.docker.internal:8089, 200", "kaspi.test, 200", "evil.example, 403",
			"localhost.evil.example:8089, 403", "127.0.0.1.evil.example, 403", "[::2]:8089, 403", "0.0.0.0, 403",
			"sub.host.docker.internal, 403" })
	void answersToItsOwnNamesOnly(String host, int status) throws IOException {
		for (String path : new String[] { "/", "/simulator", "/simulator/requests" }) {
			assertThat(call("GET " + path, host)).startsWith("HTTP/1.1 " + status);
		}
		assertThat(call("POST /simulator/token", host)).startsWith("HTTP/1.1 " + status);
		assertThat(call("POST /oauth/token", host)).startsWith("HTTP/1.1 " + ((status == 200) ? 401 : 403));
		assertThat(call("GET /__admin/requests", host)).startsWith("HTTP/1.1 403");
	}

	@Test
	void answersOverHttp2() throws Exception {
		HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_2).build();
		HttpRequest request = HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/simulator")).build();
		for (int call = 0; call < 2; call++) {
			HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
			assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
			assertThat(response.statusCode()).isEqualTo(200);
		}
	}

	@Test
	void saysHowToAllowMore() throws IOException {
		assertThat(call("GET /", "evil.example")).contains("HOST_NOT_ALLOWED", "--allowed-hosts");
	}

	private static String call(String request, String host) throws IOException {
		try (Socket socket = new Socket("localhost", simulator.port())) {
			socket.getOutputStream()
				.write(String
					.format(Locale.ROOT, "%s HTTP/1.1\r\nHost: %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
							request, host)
					.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
