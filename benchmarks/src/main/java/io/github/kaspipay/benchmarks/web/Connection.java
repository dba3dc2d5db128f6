/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.web;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * A connection that is kept, and costs its side little.
 */
final class Connection implements Closeable {

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private final Socket socket;

	private final InputStream in;

	Connection(int port) throws IOException {
		this.socket = new Socket("127.0.0.1", port);
		this.socket.setTcpNoDelay(true);
		this.socket.setSoTimeout((int) PATIENCE.toMillis());
		this.in = new BufferedInputStream(this.socket.getInputStream());
	}

	/**
	 * Sends a request and reads the answer.
	 * @return the answer's body
	 */
	String call(byte[] request) throws IOException {
		Answer answer = send(request);
		if (answer.status() != 200) {
			throw new IOException(answer.status() + " " + answer.body());
		}
		return answer.body();
	}

	/**
	 * Sends a request and reads the answer, whatever it is.
	 */
	Answer send(byte[] request) throws IOException {
		this.socket.getOutputStream().write(request);
		String status = line();
		int length = 0;
		for (String line = line(); !line.isEmpty(); line = line()) {
			if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
				length = Integer.parseInt(line.substring(15).strip());
			}
		}
		String body = new String(this.in.readNBytes(length), StandardCharsets.US_ASCII);
		return new Answer(Integer.parseInt(status.split(" ")[1]), body);
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = this.in.read(); c != '\n'; c = this.in.read()) {
			if (c < 0) {
				throw new IOException("The connection ended");
			}
			if (c != '\r') {
				line.append((char) c);
			}
		}
		return line.toString();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	record Answer(int status, String body) {

	}

}
