/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.logging;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.event.Level;

/**
 * Logs a failure that may come with every request, while a database is away for example:
 * a line each time, and the stack trace once a minute. Thread-safe. Internal: it may
 * change in any release.
 */
public final class FailureLog {

	private static final Duration PAUSE = Duration.ofMinutes(1);

	private final Logger logger;

	private final Level level;

	private final LongSupplier nanoTime;

	private final AtomicReference<@Nullable Long> tracedAt = new AtomicReference<>();

	/**
	 * Creates the log.
	 * @param logger where the lines go
	 * @param level their level
	 */
	public FailureLog(Logger logger, Level level) {
		this(logger, level, System::nanoTime);
	}

	FailureLog(Logger logger, Level level, LongSupplier nanoTime) {
		this.logger = logger;
		this.level = level;
		this.nanoTime = nanoTime;
	}

	/**
	 * Logs a failure.
	 * @param failure the failure
	 * @param message the message, with {@code {}} for each argument
	 * @param arguments the arguments
	 */
	public void log(Throwable failure, String message, Object... arguments) {
		Long last = this.tracedAt.get();
		long now = this.nanoTime.getAsLong();
		if ((last == null || now - last >= PAUSE.toNanos()) && this.tracedAt.compareAndSet(last, now)) {
			this.logger.atLevel(this.level).setCause(failure).log(message, arguments);
			return;
		}
		Object[] withFailure = Arrays.copyOf(arguments, arguments.length + 1);
		withFailure[arguments.length] = failure.getClass().getSimpleName();
		this.logger.atLevel(this.level).log(message + " ({})", withFailure);
	}

}
