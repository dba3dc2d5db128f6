/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * Runs scripts in the application's Redis, whose callers can all do without it: a script
 * that is not answered within a fraction of a second is given up, whatever time-outs the
 * application has for itself, and after that Redis is left alone for a while, but for one
 * caller who tries again. Connects when first used, in the background. Works with a
 * single server, sentinels and a cluster. Thread-safe. Internal: it may change in any
 * release.
 */
public class RedisLink implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RedisLink.class);

	private static final Duration TIMEOUT = Duration.ofMillis(250);

	/**
	 * The driver's classes are loaded, too, when it connects for the first time.
	 */
	private static final Duration FIRST_TIMEOUT = Duration.ofSeconds(3);

	private static final Duration PAUSE = Duration.ofSeconds(2);

	/**
	 * The codes of errors that a person can do something about.
	 */
	private static final Pattern CODE = Pattern
		.compile("\\b(?:READONLY|NOPERM|NOREPLICAS|MISCONF|OOM|MASTERDOWN|CLUSTERDOWN|LOADING|NOAUTH|WRONGTYPE)\\b");

	private final LettuceConnectionFactory connections;

	private final Duration firstTimeout;

	private final Duration timeout;

	private final Duration pause;

	private final SimpleAsyncTaskExecutor connector = new SimpleAsyncTaskExecutor("kaspi-pay-redis-");

	private final AtomicReference<Condition> condition = new AtomicReference<>(new Condition(State.UNUSED, 0));

	private final AtomicReference<@Nullable CompletableFuture<RedisConnection>> connection = new AtomicReference<>();

	/**
	 * Creates the link. Nothing is connected yet.
	 * @param connections gives the connection; it is the application's, and stays open
	 */
	public RedisLink(LettuceConnectionFactory connections) {
		this(connections, FIRST_TIMEOUT, TIMEOUT, PAUSE);
	}

	RedisLink(LettuceConnectionFactory connections, Duration firstTimeout, Duration timeout, Duration pause) {
		this.connections = connections;
		this.firstTimeout = firstTimeout;
		this.timeout = timeout;
		this.pause = pause;
		this.connector.setDaemon(true);
	}

	/**
	 * Returns how the last attempt to use Redis ended. Asks nothing.
	 * @return the state
	 */
	public State state() {
		return condition().state();
	}

	private Condition condition() {
		return Objects.requireNonNull(this.condition.get());
	}

	/**
	 * Runs a script that returns a table. In a cluster all its keys must have one hash
	 * tag.
	 * @param script the script, in Lua, of which only the digest is sent once Redis knows
	 * it
	 * @param keys its keys
	 * @param args its arguments: byte arrays as they are, anything else as text
	 * @return the table's elements: {@code Long} for numbers, {@code byte[]} for strings,
	 * {@code null} for {@code false}
	 * @throws RedisUnavailableException if no answer came in time, or an error, or Redis
	 * is left alone because of that. A script that was given up may run all the same
	 */
	List<@Nullable Object> run(RedisScript<?> script, List<String> keys, Object... args) {
		Duration patience = startAttempt();
		try {
			long deadline = System.nanoTime() + patience.toNanos();
			RedisClusterAsyncCommands<byte[], byte[]> commands = commands(deadline);
			List<@Nullable Object> result = run(commands, script, bytes(keys.toArray()), bytes(args), deadline);
			answered();
			return result;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RedisUnavailableException("Interrupted while waiting for Redis", ex);
		}
		catch (ExecutionException ex) {
			throw lost((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (Exception ex) {
			throw lost(ex);
		}
	}

	private static List<@Nullable Object> run(RedisClusterAsyncCommands<byte[], byte[]> commands, RedisScript<?> script,
			byte[][] keys, byte[][] args, long deadline)
			throws InterruptedException, ExecutionException, TimeoutException {
		try {
			return await(commands.evalsha(script.getSha1(), ScriptOutputType.MULTI, keys, args), deadline);
		}
		catch (ExecutionException ex) {
			if (!(ex.getCause() instanceof RedisNoScriptException)) {
				throw ex;
			}
			return await(commands.eval(script.getScriptAsString(), ScriptOutputType.MULTI, keys, args), deadline);
		}
	}

	private Duration startAttempt() {
		Condition current = condition();
		if (current.state() != State.LOST) {
			return (current.state() == State.UNUSED) ? this.firstTimeout : this.timeout;
		}
		if (System.nanoTime() - current.retryAt() < 0 || !this.condition.compareAndSet(current, lostCondition())) {
			throw new RedisUnavailableException("Redis did not answer a moment ago", null);
		}
		return this.timeout;
	}

	private RedisClusterAsyncCommands<byte[], byte[]> commands(long deadline)
			throws InterruptedException, ExecutionException, TimeoutException {
		CompletableFuture<RedisConnection> own = new CompletableFuture<>();
		CompletableFuture<RedisConnection> connecting = this.connection.compareAndExchange(null, own);
		if (connecting == null) {
			connecting = own;
			this.connector.execute(() -> connect(own));
		}
		RedisConnection connection = connecting.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
		return ((LettuceConnection) connection).getNativeConnection();
	}

	/**
	 * With a thread of its own, since it may take as long as the application's own
	 * time-outs.
	 */
	private void connect(CompletableFuture<RedisConnection> own) {
		try {
			RedisConnection connection = this.connections.getConnection();
			if (!own.complete(connection)) {
				connection.close();
			}
		}
		catch (Throwable ex) {
			own.completeExceptionally(ex);
		}
	}

	private static <T> T await(Future<T> answer, long deadline)
			throws InterruptedException, ExecutionException, TimeoutException {
		try {
			return answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
		}
		finally {
			answer.cancel(false);
		}
	}

	private void answered() {
		State before = this.condition.getAndSet(new Condition(State.ANSWERING, 0)).state();
		if (before == State.LOST) {
			logger.info("Redis answers again: Kaspi Pay shares with the other instances through it");
		}
	}

	private RedisUnavailableException lost(Throwable cause) {
		State before = this.condition.getAndSet(lostCondition()).state();
		String reason = reason(cause);
		if (before != State.LOST) {
			logger.warn("Redis does not answer ({}): Kaspi Pay goes on without it, each instance by itself, and tries "
					+ "again every {}", reason, this.pause);
		}
		dropConnection();
		return new RedisUnavailableException("Redis does not answer: " + reason, cause);
	}

	/**
	 * Whatever had become of the connection, the next attempt asks for one anew. One that
	 * is still being made is waited for.
	 */
	private void dropConnection() {
		CompletableFuture<RedisConnection> current = this.connection.get();
		if (current != null && current.isDone() && this.connection.compareAndSet(current, null)) {
			closeInBackground(current);
		}
	}

	private void closeInBackground(CompletableFuture<RedisConnection> connection) {
		connection.thenAcceptAsync(RedisConnection::close, this.connector).exceptionally((ex) -> null);
	}

	/**
	 * An error's text may repeat what was sent, so only its code is kept. That of a
	 * script's command stands somewhere in the text.
	 */
	private static String reason(Throwable cause) {
		if (!(cause instanceof RedisCommandExecutionException) || cause.getMessage() == null) {
			return cause.getClass().getSimpleName();
		}
		Matcher code = CODE.matcher(cause.getMessage());
		return code.find() ? code.group() : "ERR";
	}

	private Condition lostCondition() {
		return new Condition(State.LOST, System.nanoTime() + this.pause.toNanos());
	}

	private static byte[][] bytes(Object[] args) {
		byte[][] bytes = new byte[args.length][];
		for (int i = 0; i < args.length; i++) {
			bytes[i] = (args[i] instanceof byte[] raw) ? raw : bytes(args[i].toString());
		}
		return bytes;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Gives the connection back to the application's factory, which stays open.
	 */
	@Override
	public void close() {
		CompletableFuture<RedisConnection> current = this.connection.getAndSet(null);
		if (current != null && !current.cancel(false)) {
			current.thenAccept(RedisConnection::close).exceptionally((ex) -> null);
		}
	}

	/**
	 * How the last attempt to use Redis ended.
	 */
	public enum State {

		/**
		 * There was none yet.
		 */
		UNUSED,

		/**
		 * Redis answered.
		 */
		ANSWERING,

		/**
		 * Redis did not answer, and is tried again now and then.
		 */
		LOST

	}

	/**
	 * @param retryAt the {@link System#nanoTime()} from which on one caller tries again,
	 * where Redis is lost
	 */
	private record Condition(State state, long retryAt) {

	}

}
