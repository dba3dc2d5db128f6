/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.springframework.context.ApplicationContext;

/**
 * HTTP by hand, for requests that no client sends.
 */
public final class RawConnection {

	private final int port;

	public RawConnection(ApplicationContext application) {
		this.port = WebhookSender.port(application);
	}

	public String exchange(String... lines) {
		try (Open connection = open()) {
			connection.send(String.join("\r\n", lines));
			return new String(connection.socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public Open open() throws IOException {
		Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port);
		socket.setSoTimeout(20_000);
		return new Open(socket);
	}

	public record Open(Socket socket) implements AutoCloseable {

		public void send(String text) throws IOException {
			this.socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
			this.socket.getOutputStream().flush();
		}

		public void endOfInput() throws IOException {
			this.socket.shutdownOutput();
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
