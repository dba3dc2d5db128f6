/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * One instance of the application, in a process of its own.
 */
final class Instance {

	private static final Duration STARTS_WITHIN = Duration.ofSeconds(180);

	private static final Duration TIMEOUT = Duration.ofSeconds(15);

	private static final File LOGS = new File("target/crash");

	private final HttpClient client;

	private final String name;

	private final Class<?> application;

	private final List<String> properties;

	private volatile Process process;

	private volatile CompletableFuture<Integer> port;

	private volatile File log;

	Instance(HttpClient client, String name, Class<?> application, List<String> properties) {
		this(client, name, application, properties, ClassArchive.arguments());
	}

	/**
	 * Starts an instance.
	 * @param classes which classes its JVM has, for its first start
	 */
	Instance(HttpClient client, String name, Class<?> application, List<String> properties, List<String> classes) {
		this.client = client;
		this.name = name;
		this.application = application;
		this.properties = properties;
		this.port = new CompletableFuture<>();
		this.process = launch(this.port, classes);
	}

	private Process launch(CompletableFuture<Integer> port, List<String> classes) {
		List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx256m",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-XX:MetaspaceSize=128m"));
		command.addAll(classes);
		command.add(this.application.getName());
		command.addAll(this.properties);
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			File log = new File(LOGS, this.name + "-" + process.pid() + ".log");
			this.log = log;
			Thread reader = new Thread(() -> read(process, log, port), this.name + "-output");
			reader.setDaemon(true);
			reader.start();
			return process;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void read(Process process, File log, CompletableFuture<Integer> port) {
		LOGS.mkdirs();
		try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
				PrintWriter writer = new PrintWriter(log, StandardCharsets.UTF_8)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				if (line.startsWith(CrashApplication.READY)) {
					port.complete(Integer.valueOf(line.substring(CrashApplication.READY.length())));
				}
				writer.println(line);
				writer.flush();
			}
		}
		catch (IOException ex) {
			// the process has ended
		}
		port.completeExceptionally(new IllegalStateException("The instance ended; its output is in " + log));
	}

	/**
	 * Starts the instance again after it was killed, and does not wait for it.
	 */
	void restart() {
		awaitEnd();
		CompletableFuture<Integer> port = new CompletableFuture<>();
		this.port = port;
		this.process = launch(port, ClassArchive.arguments());
	}

	void awaitReady() {
		this.port.orTimeout(STARTS_WITHIN.toMillis(), TimeUnit.MILLISECONDS).join();
	}

	void awaitEnd() {
		try {
			if (!this.process.waitFor(STARTS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new IllegalStateException("The instance does not end");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	boolean isLive() {
		CompletableFuture<Integer> port = this.port;
		return this.process.isAlive() && port.isDone() && !port.isCompletedExceptionally();
	}

	boolean isAlive() {
		return this.process.isAlive();
	}

	long pid() {
		return this.process.pid();
	}

	/**
	 * Says whether the process that runs, or ran last, wrote a line with all of the parts
	 * into its log.
	 */
	boolean hasLogged(String... parts) {
		try (Stream<String> lines = Files.lines(this.log.toPath())) {
			return lines.anyMatch((line) -> Stream.of(parts).allMatch(line::contains));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	void signal(String signal) {
		Signals.send(signal, pid());
	}

	/**
	 * Kills the process, unless a listener has just ended it.
	 */
	void kill() {
		end();
		awaitEnd();
	}

	void end() {
		this.process.destroyForcibly();
	}

	URI webhookUrl() {
		return uri("/webhook/kaspi");
	}

	URI checkPayUrl() {
		return uri("/kaspi/check-pay");
	}

	private URI uri(String path) {
		return URI.create("http://localhost:" + this.port.join() + path);
	}

	/**
	 * Has the instance do something.
	 * @param what the control's path
	 * @param parameters names and values by turns
	 * @return what it answered
	 */
	Reply call(String what, String... parameters) {
		StringBuilder path = new StringBuilder("/" + what);
		for (int i = 0; i < parameters.length; i += 2) {
			path.append((i == 0) ? '?' : '&').append(parameters[i]).append('=');
			path.append(URLEncoder.encode(parameters[i + 1], StandardCharsets.UTF_8));
		}
		return send(HttpRequest.newBuilder(uri(path.toString())).POST(HttpRequest.BodyPublishers.noBody()));
	}

	Reply webhook(SignedWebhook webhook) {
		return send(webhook.to(webhookUrl()));
	}

	private Reply send(HttpRequest.Builder request) {
		try {
			HttpResponse<String> response = this.client.send(request.timeout(TIMEOUT).build(),
					HttpResponse.BodyHandlers.ofString());
			return new Reply(response.statusCode(), response.body());
		}
		catch (IOException ex) {
			return new Reply(0, String.valueOf(ex.getMessage()));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * An answer.
	 *
	 * @param status the HTTP status, 0 if there was no answer
	 * @param body the body
	 */
	record Reply(int status, String body) {

		boolean isOk() {
			return this.status == 200;
		}

	}

}
