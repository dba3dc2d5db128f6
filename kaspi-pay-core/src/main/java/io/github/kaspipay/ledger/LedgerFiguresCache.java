/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The ledger's figures for health and meters. They are read by one thread of its own, one
 * reading at a time and only when somebody asks, so that a database that hangs holds up
 * nobody for long. Thread-safe. Internal: it may change in any release.
 */
public class LedgerFiguresCache implements AutoCloseable {

	private final LedgerFiguresSource source;

	private final ThreadPoolExecutor thread;

	private volatile @Nullable Reading last;

	private CompletableFuture<Reading> attempt = new CompletableFuture<>();

	private long attemptedAt;

	private boolean attempted;

	/**
	 * Creates the cache. Nothing is read yet.
	 * @param source reads the figures
	 */
	public LedgerFiguresCache(LedgerFiguresSource source) {
		this.source = source;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("kaspi-pay-figures-");
		threads.setDaemon(true);
		this.thread = new ThreadPoolExecutor(1, 1, 60, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
		this.thread.allowCoreThreadTimeOut(true);
	}

	private LedgerFiguresCache(LedgerFiguresSource source, ThreadPoolExecutor thread) {
		this.source = source;
		this.thread = thread;
	}

	/**
	 * Makes a cache of other figures, which this one's thread reads and which ends with
	 * this one.
	 * @param other reads the figures
	 * @return the cache
	 */
	public LedgerFiguresCache alsoOf(LedgerFiguresSource other) {
		return new LedgerFiguresCache(other, this.thread);
	}

	/**
	 * Returns the latest figures there are, without waiting, and has them read in the
	 * background if that was not tried for some time.
	 * @param maxAge how long after an attempt to read them the next one is made
	 * @return the figures, or {@code null} if they were never read
	 */
	public @Nullable Reading latest(Duration maxAge) {
		attempt(maxAge);
		return this.last;
	}

	/**
	 * Returns figures that are recent, and waits for them if need be.
	 * @param maxAge how old they may be
	 * @param wait how long to wait at the most
	 * @return the figures
	 * @throws TimeoutException if they could not be read in that time
	 * @throws InterruptedException if the caller was interrupted
	 * @throws RuntimeException if they could not be read: what the source threw
	 */
	public LedgerFigures recent(Duration maxAge, Duration wait) throws TimeoutException, InterruptedException {
		try {
			return attempt(maxAge).get(wait.toMillis(), TimeUnit.MILLISECONDS).figures();
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RuntimeException failure) {
				throw failure;
			}
			throw new IllegalStateException(ex.getCause());
		}
	}

	private synchronized CompletableFuture<Reading> attempt(Duration maxAge) {
		boolean isRecent = System.nanoTime() - this.attemptedAt < maxAge.toNanos();
		if (!this.attempted || (this.attempt.isDone() && !isRecent)) {
			this.attempted = true;
			this.attemptedAt = System.nanoTime();
			this.attempt = CompletableFuture.supplyAsync(this::read, this.thread);
		}
		return this.attempt;
	}

	private Reading read() {
		Reading reading = new Reading(this.source.read(), System.nanoTime());
		this.last = reading;
		return reading;
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
	}

	/**
	 * Figures, and when they were read.
	 */
	public static final class Reading {

		private final LedgerFigures figures;

		private final long readAt;

		private Reading(LedgerFigures figures, long readAt) {
			this.figures = figures;
			this.readAt = readAt;
		}

		/**
		 * Returns what was read.
		 * @return the figures
		 */
		public LedgerFigures figures() {
			return this.figures;
		}

		/**
		 * Returns how old the figures are.
		 * @return the time since they were read
		 */
		public Duration age() {
			return Duration.ofNanos(System.nanoTime() - this.readAt);
		}

	}

}
