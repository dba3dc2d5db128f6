/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.resource.ClientResources;
import redis.embedded.core.ExecutableProvider;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.awaitility.Awaitility.await;

/**
 * A Redis server of a test's own, which can be killed and stopped.
 */
final class RedisProcess implements AutoCloseable {

	private static final Duration POLL = Duration.ofMillis(10);

	private static final File executable = executable();

	/**
	 * Starting its threads takes longer than most tests.
	 */
	private static final ClientResources resources = ClientResources.create();

	private final int port = freePort();

	private final List<String> options;

	private Process process;

	/**
	 * Starts a server.
	 * @param options options of {@code redis-server}, in addition
	 */
	RedisProcess(String... options) {
		this.options = List.of(options);
		this.process = launch();
	}

	int port() {
		return this.port;
	}

	/**
	 * An application's factory, with the time-outs it has by default.
	 */
	LettuceConnectionFactory connections() {
		return connections(new RedisStandaloneConfiguration("127.0.0.1", this.port));
	}

	static LettuceConnectionFactory connections(RedisConfiguration redis) {
		LettuceClientConfiguration configuration = LettuceClientConfiguration.builder()
			.clientOptions(ClientOptions.builder()
				.socketOptions(SocketOptions.builder().connectTimeout(Duration.ofSeconds(10)).build())
				.build())
			.clientResources(resources)
			.shutdownTimeout(Duration.ZERO)
			.build();
		LettuceConnectionFactory connections = new LettuceConnectionFactory(redis, configuration);
		connections.afterPropertiesSet();
		connections.start();
		return connections;
	}

	void kill() {
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
	void restart() {
		kill();
		this.process = launch();
	}

	/**
	 * Stops the process: connections are accepted, and nothing is answered.
	 */
	void pause() {
		signal("STOP");
		await().atMost(Duration.ofSeconds(30)).pollInterval(POLL).until(() -> status().contains("T"));
	}

	void resume() {
		signal("CONT");
	}

	void flush(StringRedisTemplate redis) {
		redis.execute((RedisCallback<Void>) (connection) -> {
			connection.serverCommands().flushAll();
			return null;
		});
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
			List<String> command = new ArrayList<>(List.of(executable.getPath()));
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

	private static int freePort() {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
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
