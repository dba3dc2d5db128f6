/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.kaspipay.autoconfigure.web.RefusalLog;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RefusalLogTests {

	/**
	 * The clock of {@link System#nanoTime()} may overflow at any time.
	 */
	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(30).toNanos());

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	private RefusalLog log;

	@BeforeEach
	void setUp() {
		Logger logger = new LoggerContext().getLogger("refusals");
		logger.setLevel(Level.DEBUG);
		this.appender.start();
		logger.addAppender(this.appender);
		this.log = new RefusalLog(logger, this.nanoTime::get);
	}

	private void refuse(WebhookAnswer answer, int times) {
		for (int i = 0; i < times; i++) {
			this.log.warn(answer, "Refused: {}", answer.status());
		}
	}

	private List<String> warnings() {
		return this.appender.list.stream()
			.filter((event) -> event.getLevel() == Level.WARN)
			.map(ILoggingEvent::getFormattedMessage)
			.toList();
	}

	@Test
	void warnsOfTheFirstOfEachKindAtOnce() {
		refuse(WebhookAnswer.UNAUTHORIZED, 5);
		refuse(WebhookAnswer.METHOD_NOT_ALLOWED, 1);
		assertThat(warnings()).containsExactly("Refused: 401", "Refused: 405");
		assertThat(this.appender.list).hasSize(6);
	}

	@Test
	void countsWhatItLeavesOutInAMinute() {
		refuse(WebhookAnswer.UNAUTHORIZED, 5);
		this.nanoTime.addAndGet(Duration.ofSeconds(60).toNanos() - 1);
		refuse(WebhookAnswer.UNAUTHORIZED, 1);
		assertThat(warnings()).hasSize(1);
		this.nanoTime.addAndGet(1);
		refuse(WebhookAnswer.UNAUTHORIZED, 2);
		assertThat(warnings()).containsExactly("Refused: 401",
				"(5 more like this since the last warning) Refused: 401");
		this.nanoTime.addAndGet(Duration.ofMinutes(10).toNanos());
		refuse(WebhookAnswer.UNAUTHORIZED, 1);
		this.nanoTime.addAndGet(Duration.ofMinutes(10).toNanos());
		refuse(WebhookAnswer.UNAUTHORIZED, 1);
		assertThat(warnings()).hasSize(4).endsWith("Refused: 401");
	}

	@Test
	void keepsTheCauseOfAFailure() {
		refuse(WebhookAnswer.UNAVAILABLE, 2);
		this.nanoTime.addAndGet(Duration.ofMinutes(1).toNanos());
		this.log.warn(WebhookAnswer.UNAVAILABLE, "Failed", new IllegalStateException("because"));
		ILoggingEvent last = this.appender.list.get(2);
		assertThat(last.getFormattedMessage()).isEqualTo("(1 more like this since the last warning) Failed");
		assertThat(last.getThrowableProxy().getMessage()).isEqualTo("because");
	}

}
