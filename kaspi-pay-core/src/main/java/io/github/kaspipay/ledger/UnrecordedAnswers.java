package io.github.kaspipay.ledger;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Kaspi Pay accepted while the ledger could not be written: it is written later.
 * Thread-safe.
 */
final class UnrecordedAnswers {

	private static final Logger logger = LoggerFactory.getLogger(UnrecordedAnswers.class);

	private final Queue<Unrecorded> queue = new ConcurrentLinkedQueue<>();

	void add(String what, Runnable recording, RuntimeException failure) {
		logger.error("{} was accepted by Kaspi Pay and could not be recorded; it is tried again until it is", what,
				failure);
		this.queue.add(new Unrecorded(what, recording));
	}

	void retry() {
		Unrecorded next;
		while ((next = this.queue.peek()) != null) {
			try {
				next.recording().run();
			}
			catch (RuntimeException ex) {
				logger.debug("{} still cannot be recorded: {}", next.what(), ex.getClass().getName());
				return;
			}
			this.queue.remove(next);
			logger.info("{} is recorded now", next.what());
		}
	}

	private record Unrecorded(String what, Runnable recording) {

	}

}
