/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.web;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.slf4j.Logger;

/**
 * Warnings that strangers can cause, and must not be able to flood the log with. The
 * first of a kind is logged at once, the next one after a minute at the earliest, with
 * the number of those left out in between. Those are logged at DEBUG. Thread-safe.
 * Internal: for the packages of this starter only.
 */
public final class RefusalLog {

	private static final long PAUSE = Duration.ofMinutes(1).toNanos();

	private final Logger logger;

	private final LongSupplier nanoTime;

	private final Map<Enum<?>, Kind> kinds = new ConcurrentHashMap<>();

	public RefusalLog(Logger logger, LongSupplier nanoTime) {
		this.logger = logger;
		this.nanoTime = nanoTime;
	}

	/**
	 * Logs a warning of a kind, or counts it.
	 */
	public void warn(Enum<?> kind, String format, Object... arguments) {
		long leftOut = this.kinds.computeIfAbsent(kind, (key) -> new Kind()).admit(this.nanoTime.getAsLong());
		if (leftOut < 0) {
			this.logger.debug(format, arguments);
		}
		else if (leftOut == 0) {
			this.logger.warn(format, arguments);
		}
		else {
			Object[] all = new Object[arguments.length + 1];
			all[0] = leftOut;
			System.arraycopy(arguments, 0, all, 1, arguments.length);
			this.logger.warn("({} more like this since the last warning) " + format, all);
		}
	}

	/**
	 * What was logged of one kind.
	 */
	private static final class Kind {

		private boolean logged;

		private long loggedAt;

		private long leftOut;

		/**
		 * Returns how many were left out before this one, or -1 if it is left out itself.
		 */
		synchronized long admit(long now) {
			if (this.logged && now - this.loggedAt < PAUSE) {
				this.leftOut++;
				return -1;
			}
			long before = this.leftOut;
			this.logged = true;
			this.loggedAt = now;
			this.leftOut = 0;
			return before;
		}

	}

}
