/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

import javax.net.ssl.SSLContext;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How long opening a connection takes at the most.
 */
class ConnectionOpenerTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	@Test
	void connectionThatIsThereTooLateIsNone() {
		try (RawServer proxy = new RawServer((connection) -> {
			connection.readRequest();
			for (String part : "HTTP/1.1 200 OK|\r\n|\r|\n".split("\\|")) {
				connection.write(part);
				connection.pause(Duration.ofMillis(300));
			}
		})) {
			ConnectionOpener opener = new ConnectionOpener(URI.create("https://api.example"), Duration.ofMillis(500),
					new KaspiHttpProxy("127.0.0.1", proxy.port(), null, null));
			assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(() -> opener.open(null, (socket) -> {
			}));
		}
	}

	@Test
	void proxyAndHandshakeTogetherTakeNoLongerThanTheTimeout() throws Exception {
		KaspiTls tls = new KaspiTls(SSLContext.getDefault(), List.of(), List.of());
		try (RawServer proxy = new RawServer((connection) -> {
			connection.readRequest();
			connection.pause(TIMEOUT.multipliedBy(3).dividedBy(4));
			connection.write("HTTP/1.1 200 OK\r\n\r\n");
			connection.blackHole();
		})) {
			ConnectionOpener opener = new ConnectionOpener(URI.create("https://api.example"), TIMEOUT,
					new KaspiHttpProxy("127.0.0.1", proxy.port(), null, null));
			long started = System.nanoTime();
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> opener.open(tls, (socket) -> {
			}));
			assertThat(Duration.ofNanos(System.nanoTime() - started)).isBetween(TIMEOUT,
					TIMEOUT.multipliedBy(5).dividedBy(4).plusMillis(400));
		}
	}

}
