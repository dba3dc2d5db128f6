/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.redis;

import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import redis.embedded.core.ExecutableProvider;

import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Redis in a process of its own.
 */
final class Redis implements Closeable {

	private static final Duration START = Duration.ofSeconds(30);

	private final Process process;

	private final LettuceConnectionFactory connections;

	private final RedisConnection connection;

	Redis() throws IOException {
		Path directory = Files.createDirectories(Path.of("target", "redis"));
		File executable = ExecutableProvider.newJarResourceProvider(directory.toFile()).get();
		int port = freePort();
		this.process = new ProcessBuilder(executable.getPath(), "--port", String.valueOf(port), "--bind", "127.0.0.1",
				"--save", "")
			.redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		this.connections = new LettuceConnectionFactory("127.0.0.1", port);
		this.connections.afterPropertiesSet();
		this.connections.start();
		this.connection = connect();
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

	private RedisConnection connect() {
		long end = System.nanoTime() + START.toNanos();
		while (true) {
			try {
				RedisConnection connection = this.connections.getConnection();
				connection.ping();
				return connection;
			}
			catch (RedisConnectionFailureException ex) {
				if (System.nanoTime() > end) {
					this.process.destroy();
					throw ex;
				}
				LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
			}
		}
	}

	LettuceConnectionFactory connections() {
		return this.connections;
	}

	/**
	 * Asks the least there is to ask, as the starter does: by the driver itself.
	 */
	String ping() {
		RedisClusterAsyncCommands<byte[], byte[]> commands = ((LettuceConnection) this.connection)
			.getNativeConnection();
		try {
			return commands.ping().get();
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Returns how many bytes it has received so far.
	 */
	long received() {
		return Long.parseLong(info("stats").getProperty("total_net_input_bytes"));
	}

	/**
	 * Says how many scripts it has run, and what they took it.
	 */
	String scripts() {
		return info("commandstats").getProperty("cmdstat_evalsha");
	}

	private Properties info(String section) {
		return Objects.requireNonNull(this.connection.serverCommands().info(section));
	}

	@Override
	public void close() {
		this.connection.close();
		this.connections.destroy();
		this.process.destroy();
	}

}
