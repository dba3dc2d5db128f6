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
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The web application in a JVM of its own, logging into a file.
 */
final class Server implements Closeable {

	private static final Pattern OTHERS = Pattern
		.compile("/test-classes|postgres|HikariCP|spring-jdbc|spring-tx|micrometer-core");

	private static final Duration START = Duration.ofMinutes(2);

	private final Process process;

	private final int port;

	private final Connection control;

	Server(List<String> jvm, List<String> settings, File log) throws IOException {
		this.port = freePort();
		List<String> command = new ArrayList<>();
		command.add(System.getProperty("web.java", System.getProperty("java.home")) + "/bin/java");
		command.addAll(jvm);
		command.addAll(List.of("-cp", classPath(), WebApplication.class.getName(), "--server.port=" + this.port,
				"--kaspi.pay.base-url=http://localhost:1", "--kaspi.pay.client-id=demo",
				"--kaspi.pay.client-secret=demo-secret", "--kaspi.pay.merchant-id=MERCHANT123",
				"--kaspi.pay.webhook.secret=" + SignedWebhooks.SECRET, "--kaspi.pay.polling.enabled=false",
				"--server.tomcat.max-keep-alive-requests=-1"));
		command.addAll(settings);
		this.process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
		this.control = connect(log);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private static String classPath() {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !OTHERS.matcher(entry).find())
			.collect(Collectors.joining(File.pathSeparator));
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
			connections.add(new Connection(this.port));
		}
		return connections;
	}

	void open(int first, int count) throws IOException {
		call("POST /open?first=" + first + "&count=" + count);
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
	}

}
