/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.fuzz;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Sends whatever bytes, and keeps its connection as long as the server does. Not
 * thread-safe.
 */
final class FuzzConnection implements AutoCloseable {

	private final int port;

	private @Nullable Socket socket;

	private @Nullable InputStream in;

	FuzzConnection(int port) {
		this.port = port;
	}

	/**
	 * Sends a request and reads the answer.
	 * @return the answer's status and content, or {@code null} if the server closed the
	 * connection without one
	 */
	@Nullable Answer exchange(FuzzedRequest request) throws IOException {
		boolean kept = this.socket != null;
		Answer answer = tryToExchange(request);
		return (answer == null && kept) ? tryToExchange(request) : answer;
	}

	private @Nullable Answer tryToExchange(FuzzedRequest request) throws IOException {
		if (this.socket == null) {
			this.socket = new Socket(InetAddress.getLoopbackAddress(), this.port);
			this.socket.setSoTimeout(60_000);
			this.in = new BufferedInputStream(this.socket.getInputStream());
		}
		Answer answer = null;
		try {
			this.socket.getOutputStream().write(request.bytes());
			this.socket.getOutputStream().flush();
			if (request.ends()) {
				this.socket.shutdownOutput();
			}
		}
		catch (IOException ex) {
			// the server has heard enough, and may have answered
		}
		try {
			answer = read(request);
		}
		catch (java.net.SocketException ex) {
			// it closed the connection
		}
		if (answer == null || request.ends() || answer.closes()) {
			close();
		}
		return answer;
	}

	private @Nullable Answer read(FuzzedRequest request) throws IOException {
		String start = line();
		while (start != null && start.startsWith("HTTP/1.1 100")) {
			line();
			start = line();
		}
		if (start == null) {
			return null;
		}
		int status = Integer.parseInt(start.substring(9, 12));
		int length = -1;
		boolean chunked = false;
		boolean closes = false;
		for (String header = line(); header != null && !header.isEmpty(); header = line()) {
			String lower = header.toLowerCase(Locale.ROOT);
			if (lower.startsWith("content-length:")) {
				length = Integer.parseInt(lower.substring(15).strip());
			}
			chunked |= lower.startsWith("transfer-encoding:");
			closes |= lower.startsWith("connection:") && lower.contains("close");
		}
		if (request.isHead() || status == 204 || status == 304) {
			return new Answer(status, "", closes);
		}
		return new Answer(status, chunked ? chunks() : content(length), closes || (!chunked && length < 0));
	}

	private String content(int length) throws IOException {
		byte[] content = (length >= 0) ? this.in.readNBytes(length) : this.in.readAllBytes();
		return new String(content, StandardCharsets.UTF_8);
	}

	private String chunks() throws IOException {
		StringBuilder content = new StringBuilder();
		while (true) {
			String size = line();
			int length = (size != null) ? Integer.parseInt(size, 16) : 0;
			content.append(content(length));
			line();
			if (length == 0) {
				return content.toString();
			}
		}
	}

	private @Nullable String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int c = this.in.read(); c != '\n'; c = this.in.read()) {
			if (c < 0) {
				return null;
			}
			if (c != '\r') {
				line.append((char) c);
			}
		}
		return line.toString();
	}

	@Override
	public void close() throws IOException {
		if (this.socket != null) {
			this.socket.close();
			this.socket = null;
		}
	}

	/**
	 * An answer.
	 *
	 * @param status its status
	 * @param content its content
	 * @param closes whether its connection ends with it
	 */
	record Answer(int status, String content, boolean closes) {

	}

}
