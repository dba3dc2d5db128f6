/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.testsupport;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import redis.embedded.core.ExecutableProvider;

import static org.awaitility.Awaitility.await;

/**
 * A Redis server of a test's own, which can be killed and stopped.
 */
public final class RedisProcess implements AutoCloseable {

	private static final Duration POLL = Duration.ofMillis(10);

	private static final File EXECUTABLE = executable();

	private final int port = FreePort.find();

	private final List<String> options;

	private Process process;

	/**
	 * Starts a server.
	 * @param options options of {@code redis-server}, in addition
	 */
	public RedisProcess(String... options) {
		this.options = List.of(options);
		this.process = launch();
	}

	/**
	 * Returns the server's port on 127.0.0.1.
	 * @return the port, the same after a restart
	 */
	public int port() {
		return this.port;
	}

	/**
	 * Kills the server: connections are refused.
	 */
	public void kill() {
		try {
			this.process.destroyForcibly().waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Starts an empty server at the same address.
	 */
	public void restart() {
		kill();
		this.process = launch();
	}

	/**
	 * Stops the process: connections are accepted, and nothing is answered.
	 */
	public void pause() {
		signal("STOP");
		await().atMost(Duration.ofSeconds(30)).pollInterval(POLL).until(() -> status().contains("T"));
	}

	/**
	 * Goes on after {@link #pause()}.
	 */
	public void resume() {
		signal("CONT");
	}

	@Override
	public void close() {
		kill();
	}

	private void signal(String signal) {
		run("kill", "-" + signal, Long.toString(this.process.pid()));
	}

	private String status() {
		return run("ps", "-o", "stat=", "-p", Long.toString(this.process.pid()));
	}

	private static String run(String... command) {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException(String.join(" ", command) + " failed: " + output);
			}
			return output;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private Process launch() {
		try {
			List<String> command = new ArrayList<>(List.of(EXECUTABLE.getPath()));
			command.addAll(this.options);
			command.addAll(List.of("--port", Integer.toString(this.port), "--bind", "127.0.0.1", "--save", ""));
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
			await().atMost(Duration.ofSeconds(30)).pollInterval(POLL).until(this::accepts);
			return process;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean accepts() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress("127.0.0.1", this.port), 1000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static File executable() {
		try {
			Path directory = Files.createDirectories(Path.of("target", "redis-" + ProcessHandle.current().pid()));
			return ExecutableProvider.newJarResourceProvider(directory.toFile()).get();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
