/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.jspecify.annotations.Nullable;

/**
 * A proxy that opens tunnels, to those who have its credentials if it has any.
 */
final class TunnelProxy implements AutoCloseable {

	final List<String> requests = new CopyOnWriteArrayList<>();

	private final ServerSocket server;

	private final @Nullable String credentials;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	TunnelProxy(@Nullable String credentials) {
		this.credentials = credentials;
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.executor.execute(this::accept);
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.server.accept();
				this.executor.execute(() -> serve(client));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void serve(Socket client) {
		try (client) {
			String head = readHead(client.getInputStream());
			this.requests.add(head);
			if (this.credentials != null && !head.contains("Proxy-Authorization: Basic " + this.credentials + "\r\n")) {
				client.getOutputStream()
					.write("HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				return;
			}
			String[] target = head.split(" ")[1].split(":");
			try (Socket upstream = new Socket(target[0], Integer.parseInt(target[1]))) {
				client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				this.executor.execute(() -> copy(upstream, client));
				copy(client, upstream);
			}
		}
		catch (IOException ex) {
			// the client sees it
		}
	}

	private static void copy(Socket from, Socket to) {
		try {
			from.getInputStream().transferTo(to.getOutputStream());
			to.shutdownOutput();
		}
		catch (IOException ex) {
			// the tunnel has ended
		}
	}

	private static String readHead(InputStream stream) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			int octet = stream.read();
			if (octet < 0) {
				throw new IOException("No request");
			}
			head.append((char) octet);
		}
		return head.toString();
	}

	int port() {
		return this.server.getLocalPort();
	}

	@Override
	public void close() {
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.executor.shutdownNow();
	}

}
