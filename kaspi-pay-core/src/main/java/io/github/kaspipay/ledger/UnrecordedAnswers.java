/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Kaspi Pay accepted while the ledger could not be written: it is written later.
 * Thread-safe.
 */
final class UnrecordedAnswers {

	private static final Logger logger = LoggerFactory.getLogger(UnrecordedAnswers.class);

	private final Queue<Unrecorded> queue = new ConcurrentLinkedQueue<>();

	void add(String what, Runnable recording, Exception failure) {
		logger.error("{} was accepted by Kaspi Pay and could not be recorded; it is tried again until it is", what,
				failure);
		this.queue.add(new Unrecorded(what, recording, new AtomicInteger()));
	}

	/**
	 * Tries each once: one that cannot be recorded is in no other's way.
	 */
	void retry() {
		for (Iterator<Unrecorded> answers = this.queue.iterator(); answers.hasNext();) {
			Unrecorded answer = answers.next();
			try {
				answer.recording().run();
				answers.remove();
				logger.info("{} is recorded now", answer.what());
			}
			catch (Exception ex) {
				int failures = answer.failures().incrementAndGet();
				if (Integer.bitCount(failures) == 1) {
					logger.warn("{} still cannot be recorded ({} tries)", answer.what(), failures, ex);
				}
			}
		}
	}

	private record Unrecorded(String what, Runnable recording, AtomicInteger failures) {

	}

}
