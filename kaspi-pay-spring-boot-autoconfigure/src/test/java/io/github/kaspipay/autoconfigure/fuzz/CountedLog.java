/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.fuzz;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Counts the log's lines instead of showing them, which in a long run would be too many.
 */
final class CountedLog extends UnsynchronizedAppenderBase<ILoggingEvent> implements AutoCloseable {

	private static final int MAX_KEPT = 50;

	private final Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);

	private final Level levelBefore = this.root.getLevel();

	private final List<Appender<ILoggingEvent>> appendersBefore = new CopyOnWriteArrayList<>();

	private final AtomicInteger lines = new AtomicInteger();

	private final List<String> errors = new CopyOnWriteArrayList<>();

	CountedLog() {
		this.root.iteratorForAppenders().forEachRemaining(this.appendersBefore::add);
		this.appendersBefore.forEach(this.root::detachAppender);
		this.root.setLevel(Level.INFO);
		setContext(this.root.getLoggerContext());
		start();
		this.root.addAppender(this);
	}

	@Override
	protected void append(ILoggingEvent event) {
		this.lines.incrementAndGet();
		if (event.getLevel().isGreaterOrEqual(Level.ERROR) && this.errors.size() < MAX_KEPT) {
			IThrowableProxy thrown = event.getThrowableProxy();
			this.errors.add(event.getLoggerName() + ": " + event.getFormattedMessage()
					+ ((thrown != null) ? ": " + ThrowableProxyUtil.asString(thrown) : ""));
		}
	}

	int lines() {
		return this.lines.get();
	}

	List<String> errors() {
		return this.errors;
	}

	@Override
	public void close() {
		this.root.detachAppender(this);
		this.root.setLevel(this.levelBefore);
		this.appendersBefore.forEach(this.root::addAppender);
	}

}
