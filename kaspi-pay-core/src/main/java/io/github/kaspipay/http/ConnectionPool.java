/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Keeps connections for the next call, but only for moments: a firewall or a NAT forgets
 * idle connections without a word, and a refund sent on one would be left without an
 * answer. Thread-safe.
 */
final class ConnectionPool {

	static final Duration MAX_IDLE = Duration.ofSeconds(3);

	/**
	 * After this long the host's name is looked up anew.
	 */
	static final Duration MAX_AGE = Duration.ofMinutes(1);

	private final ConnectionOpener opener;

	private final Supplier<KaspiTls> tls;

	private final LongSupplier nanoTime;

	private final Executor executor;

	/**
	 * The one that was used last is last.
	 */
	private final Deque<PooledConnection> idle = new ArrayDeque<>();

	/**
	 * Whether a timer is set that closes what is expired. There is one at a time: calls
	 * that come one after the other share it.
	 */
	private boolean closing;

	ConnectionPool(ConnectionOpener opener, Supplier<KaspiTls> tls, LongSupplier nanoTime, Executor executor) {
		this.opener = opener;
		this.tls = tls;
		this.nanoTime = nanoTime;
		this.executor = executor;
	}

	/**
	 * Takes a connection that was used a moment ago, or opens one.
	 * @param opening told of each socket before it is connected
	 */
	PooledConnection take(Consumer<Closeable> opening) throws IOException {
		KaspiTls current = this.opener.isSecure() ? this.tls.get() : null;
		PooledConnection pooled;
		while ((pooled = poll()) != null) {
			if (isUsable(pooled, current)) {
				return pooled;
			}
			pooled.close();
		}
		return new PooledConnection(this.opener.open(current, opening), current, this.nanoTime.getAsLong());
	}

	void giveBack(PooledConnection connection) {
		connection.idleSince = this.nanoTime.getAsLong();
		synchronized (this.idle) {
			this.idle.addLast(connection);
			if (!this.closing) {
				this.closing = true;
				closeExpiredIn(MAX_IDLE);
			}
		}
	}

	private void closeExpiredIn(Duration time) {
		CompletableFuture.delayedExecutor(time.toMillis() + 1, TimeUnit.MILLISECONDS, this.executor)
			.execute(this::closeExpired);
	}

	private @Nullable PooledConnection poll() {
		synchronized (this.idle) {
			return this.idle.pollLast();
		}
	}

	private boolean isUsable(PooledConnection pooled, @Nullable KaspiTls current) {
		return !isExpired(pooled) && pooled.tls == current && pooled.connection.isQuiet();
	}

	private boolean isExpired(PooledConnection pooled) {
		long now = this.nanoTime.getAsLong();
		return now - pooled.idleSince >= MAX_IDLE.toNanos() || now - pooled.openedAt >= MAX_AGE.toNanos();
	}

	private void closeExpired() {
		List<PooledConnection> expired = new ArrayList<>();
		synchronized (this.idle) {
			this.idle.stream().filter(this::isExpired).forEach(expired::add);
			this.idle.removeAll(expired);
			this.closing = !this.idle.isEmpty();
			if (this.closing) {
				closeExpiredIn(MAX_IDLE.minusNanos(this.nanoTime.getAsLong() - this.idle.getFirst().idleSince));
			}
		}
		expired.forEach(PooledConnection::close);
	}

	/**
	 * An open connection, used by one call at a time.
	 */
	static final class PooledConnection implements Closeable {

		private final ProbedConnection connection;

		private final @Nullable KaspiTls tls;

		private final long openedAt;

		private long idleSince;

		private PooledConnection(ProbedConnection connection, @Nullable KaspiTls tls, long openedAt) {
			this.connection = connection;
			this.tls = tls;
			this.openedAt = openedAt;
		}

		ProbedConnection connection() {
			return this.connection;
		}

		/**
		 * Closes the socket at once, whatever another thread does with it.
		 */
		@Override
		public void close() {
			this.connection.close(CloseMode.IMMEDIATE);
		}

	}

}
