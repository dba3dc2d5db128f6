/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.kaspipay.KaspiPayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what Kaspi Pay refused a customer in one line, and each kind once a minute: a
 * customer can reload a page as often as he likes.
 */
class RefusalLog {

	private static final Logger log = LoggerFactory.getLogger(RefusalLog.class);

	private static final Duration PAUSE = Duration.ofMinutes(1);

	private final Map<String, Instant> loggedAt = new ConcurrentHashMap<>();

	private final Clock clock;

	RefusalLog(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Logs a refusal, unless one of its kind was logged within the last minute.
	 * @param what what could not be done
	 * @param number the number of the shop's order
	 * @param refusal what Kaspi Pay, or the budget of calls, said
	 */
	void log(String what, int number, KaspiPayException refusal) {
		Instant now = this.clock.instant();
		AtomicBoolean due = new AtomicBoolean();
		this.loggedAt.compute(what + refusal.getClass().getName(), (kind, last) -> {
			due.set(last == null || !now.isBefore(last.plus(PAUSE)));
			return due.get() ? now : last;
		});
		if (due.get()) {
			log.warn("Order No. {}: {} (more of this kind within a minute are not logged): {}", number, what,
					refusal.toString());
		}
	}

}
