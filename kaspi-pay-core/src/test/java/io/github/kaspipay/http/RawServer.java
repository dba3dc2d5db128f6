/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server whose every byte is the test's.
 */
final class RawServer implements AutoCloseable {

	private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)\r\n");

	private final ServerSocket server;

	private final Handler handler;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	private final AtomicInteger connections = new AtomicInteger();

	private final Semaphore ended = new Semaphore(0);

	private final CountDownLatch stopped = new CountDownLatch(1);

	RawServer(Handler handler) {
		this.handler = handler;
		try {
			this.server = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.executor.execute(this::accept);
	}

	/**
	 * Answers every request of a connection alike.
	 */
	static Handler answering(String body) {
		return (connection) -> {
			while (connection.readRequest()) {
				connection.write(ok(body));
			}
		};
	}

	static String ok(String body) {
		return "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.server.accept();
				this.connections.incrementAndGet();
				this.executor.execute(() -> serve(socket));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void serve(Socket socket) {
		try (socket) {
			this.handler.handle(new Connection(socket, this.stopped));
		}
		catch (Exception ex) {
			// the client sees it
		}
		this.ended.release();
	}

	int connections() {
		return this.connections.get();
	}

	int port() {
		return this.server.getLocalPort();
	}

	/**
	 * Waits for the end of one more connection.
	 */
	boolean awaitEnd() {
		try {
			return this.ended.tryAcquire(30, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			throw new AssertionError(ex);
		}
	}

	@Override
	public void close() {
		this.stopped.countDown();
		try {
			this.server.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.executor.shutdownNow();
	}

	@FunctionalInterface
	interface Handler {

		void handle(Connection connection) throws Exception;

	}

	record Connection(Socket socket, CountDownLatch stopped) {

		/**
		 * Reads a request with its body.
		 * @return whether there was one
		 */
		boolean readRequest() throws IOException {
			InputStream stream = this.socket.getInputStream();
			StringBuilder head = new StringBuilder();
			while (head.indexOf("\r\n\r\n") < 0) {
				int octet = stream.read();
				if (octet < 0) {
					return false;
				}
				head.append((char) octet);
			}
			Matcher length = CONTENT_LENGTH.matcher(head);
			stream.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0);
			return true;
		}

		void write(String text) throws IOException {
			this.socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
		}

		/**
		 * Stays open and never says a word again.
		 */
		void blackHole() throws InterruptedException {
			this.stopped.await();
		}

		void pause(Duration duration) throws InterruptedException {
			this.stopped.await(duration.toMillis(), TimeUnit.MILLISECONDS);
		}

	}

}
