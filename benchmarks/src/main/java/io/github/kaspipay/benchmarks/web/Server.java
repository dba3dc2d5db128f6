/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.web;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import io.github.kaspipay.benchmarks.figures.ClassPath;

/**
 * The web application in a JVM of its own, logging into a file.
 */
final class Server implements Closeable {

	private static final String OTHERS = ClassPath.REDIS + "|/test-classes|micrometer-core|stripe|gson";

	private static final Duration START = Duration.ofMinutes(2);

	private final Process process;

	private final int port;

	private final Connection control;

	/**
	 * Starts the application with its ledger in memory.
	 */
	Server(List<String> jvm, List<String> settings, File log) throws IOException {
		this(jvm, settings, log, ClassPath.without(ClassPath.DATABASE, OTHERS));
	}

	private Server(List<String> jvm, List<String> settings, File log, String classPath) throws IOException {
		this.port = freePort();
		List<String> command = new ArrayList<>();
		command.add(System.getProperty("web.java", System.getProperty("java.home")) + "/bin/java");
		command.addAll(jvm);
		command.addAll(List.of("-cp", classPath, WebApplication.class.getName(), "--server.port=" + this.port,
				"--kaspi.pay.base-url=http://localhost:1", "--kaspi.pay.client-id=demo",
				"--kaspi.pay.client-secret=demo-secret", "--kaspi.pay.merchant-id=MERCHANT123",
				"--kaspi.pay.webhook.secret=" + SignedWebhooks.SECRET, "--kaspi.pay.polling.enabled=false",
				"--server.tomcat.max-keep-alive-requests=-1"));
		command.addAll(settings);
		this.process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
		this.control = connect(log);
	}

	/**
	 * Starts the application with its ledger in PostgreSQL.
	 */
	static Server withDatabase(String url, List<String> jvm, List<String> settings, File log) throws IOException {
		List<String> all = new ArrayList<>(List.of("--spring.datasource.url=" + url,
				"--spring.datasource.username=postgres", "--kaspi.pay.ledger.initialize-schema=always"));
		all.addAll(settings);
		return new Server(jvm, all, log, ClassPath.without(OTHERS));
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private Connection connect(File log) throws IOException {
		long end = System.nanoTime() + START.toNanos();
		while (this.process.isAlive() && System.nanoTime() < end) {
			try {
				return new Connection(this.port);
			}
			catch (IOException ex) {
				LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
			}
		}
		this.process.destroyForcibly();
		throw new IOException("The application did not start, see " + log);
	}

	List<Connection> connections(int count) throws IOException {
		List<Connection> connections = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			connections.add(connection());
		}
		return connections;
	}

	Connection connection() throws IOException {
		return new Connection(this.port);
	}

	void open(int first, int count) throws IOException {
		call("POST /open?first=" + first + "&count=" + count);
	}

	/**
	 * Takes all connections of the pool, and gives them back after a while.
	 */
	void takeConnections(Duration time) throws IOException {
		call("POST /take-connections?time=" + time);
	}

	/**
	 * Returns what the heap holds, garbage included, in bytes.
	 */
	long heap() throws IOException {
		return Long.parseLong(call("GET /heap"));
	}

	long allocated() throws IOException {
		return Long.parseLong(call("GET /allocated"));
	}

	private synchronized String call(String line) throws IOException {
		return this.control.call((line + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
			.getBytes(StandardCharsets.US_ASCII));
	}

	Duration cpu() {
		return this.process.info().totalCpuDuration().orElse(Duration.ZERO);
	}

	long id() {
		return this.process.pid();
	}

	@Override
	public void close() throws IOException {
		this.control.close();
		this.process.destroy();
		this.process.onExit().join();
	}

}
