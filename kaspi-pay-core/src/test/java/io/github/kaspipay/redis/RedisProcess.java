package io.github.kaspipay.redis;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import redis.embedded.core.ExecutableProvider;

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

	private static final File executable = executable();

	private final int port = freePort();

	private Process process;

	RedisProcess() {
		this.process = launch();
	}

	/**
	 * An application's factory, with the time-outs it has by default.
	 */
	LettuceConnectionFactory connections() {
		LettuceClientConfiguration configuration = LettuceClientConfiguration.builder()
			.clientOptions(ClientOptions.builder()
				.socketOptions(SocketOptions.builder().connectTimeout(Duration.ofSeconds(10)).build())
				.build())
			.shutdownTimeout(Duration.ZERO)
			.build();
		LettuceConnectionFactory connections = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", this.port), configuration);
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
		await().until(() -> status().contains("T"));
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
			String output = new String(process.getInputStream().readAllBytes());
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
			Process process = new ProcessBuilder(executable.getPath(), "--port", Integer.toString(this.port), "--bind",
					"127.0.0.1", "--save", "", "--appendonly", "no")
				.redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.start();
			Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
			await().atMost(Duration.ofSeconds(30)).until(this::accepts);
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
			Path directory = Files.createDirectories(Path.of("target", "redis"));
			return ExecutableProvider.newJarResourceProvider(directory.toFile()).get();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
