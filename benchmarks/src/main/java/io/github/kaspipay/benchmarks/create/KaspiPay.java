/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.create;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs {@link KaspiPayApplication}.
 */
final class KaspiPay implements Closeable {

	private static final Duration START = Duration.ofMinutes(1);

	private final int port;

	private final Process process;

	KaspiPay() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			this.port = socket.getLocalPort();
		}
		this.process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-cp",
				System.getProperty("java.class.path"), KaspiPayApplication.class.getName(), String.valueOf(this.port))
			.redirectErrorStream(true)
			.start();
		long end = System.nanoTime() + START.toNanos();
		while (!answers()) {
			if (!this.process.isAlive() || System.nanoTime() > end) {
				this.process.destroy();
				throw new IOException("Kaspi Pay's stand-in did not start");
			}
			LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
		}
	}

	private boolean answers() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	String baseUrl() {
		return "http://localhost:" + this.port;
	}

	@Override
	public void close() {
		this.process.destroy();
	}

}
