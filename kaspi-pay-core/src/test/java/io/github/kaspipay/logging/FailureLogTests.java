/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.logging;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What fails with every request fills no disk.
 */
class FailureLogTests {

	private final Logger logger = (Logger) LoggerFactory.getLogger(FailureLogTests.class);

	private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1);

	private final FailureLog log = new FailureLog(this.logger, Level.ERROR, this.now::get);

	@BeforeEach
	void listen() {
		this.lines.start();
		this.logger.addAppender(this.lines);
		this.logger.setAdditive(false);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.lines);
	}

	@Test
	void tracesTheFirstOfEachMinute() {
		fail("1");
		fail("2");
		this.now.addAndGet(Duration.ofSeconds(59).toNanos());
		fail("3");
		this.now.addAndGet(Duration.ofSeconds(1).toNanos());
		fail("4");
		assertThat(this.lines.list).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly("Webhook 1 failed", "Webhook 2 failed (IllegalStateException)",
					"Webhook 3 failed (IllegalStateException)", "Webhook 4 failed");
		assertThat(this.lines.list).extracting((line) -> line.getThrowableProxy() != null)
			.containsExactly(true, false, false, true);
	}

	private void fail(String webhook) {
		this.log.log(new IllegalStateException("The database is away"), "Webhook {} failed", webhook);
	}

}
