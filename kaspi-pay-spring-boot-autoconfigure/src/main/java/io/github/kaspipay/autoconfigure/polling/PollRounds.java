/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.polling;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.github.kaspipay.concurrent.Interrupts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls several merchants: one look says which of them have an order to poll, and these
 * take turns, a few at a time, so that one whose calls are slow holds up no other.
 * Thread-safe.
 */
final class PollRounds {

	private static final Logger logger = LoggerFactory.getLogger(PollRounds.class);

	private final Map<String, Runnable> polls;

	private final UnaryOperator<Collection<String>> due;

	private final Consumer<Runnable> threads;

	private final int atATime;

	private final Queue<String> waiting = new ArrayDeque<>();

	/**
	 * The merchants that wait for their turn or have it.
	 */
	private final Set<String> taken = new HashSet<>();

	/**
	 * The merchants that had an order to poll in the last round.
	 */
	private Set<String> before = Set.of();

	private int running;

	/**
	 * Creates the rounds.
	 * @param polls polls what is due of each merchant, by its name
	 * @param due says which of some merchants have an order to poll
	 * @param threads runs what it is given on another thread
	 * @param atATime how many merchants are polled at a time
	 */
	PollRounds(Map<String, Runnable> polls, UnaryOperator<Collection<String>> due, Consumer<Runnable> threads,
			int atATime) {
		this.polls = polls;
		this.due = due;
		this.threads = threads;
		this.atATime = atATime;
	}

	/**
	 * Lets those merchants poll that have something due. Call it now and then, from one
	 * thread.
	 */
	void next() {
		Set<String> now = new HashSet<>(this.due.apply(idle()));
		Set<String> called = new HashSet<>(now);
		// once more, so that its poller hears that nothing is due
		called.addAll(this.before);
		this.before = now;
		called.forEach(this::enqueue);
		startNext();
	}

	private synchronized List<String> idle() {
		return this.polls.keySet().stream().filter((merchant) -> !this.taken.contains(merchant)).toList();
	}

	private synchronized void enqueue(String merchant) {
		if (this.taken.add(merchant)) {
			this.waiting.add(merchant);
		}
	}

	private synchronized void startNext() {
		while (this.running < this.atATime && !this.waiting.isEmpty()) {
			String merchant = this.waiting.remove();
			this.running++;
			try {
				this.threads.accept(() -> run(merchant));
			}
			catch (RejectedExecutionException ex) {
				logger.debug("Merchant '{}' is not polled: the application stops", merchant);
				end(merchant);
			}
		}
	}

	private void run(String merchant) {
		try {
			Objects.requireNonNull(this.polls.get(merchant)).run();
		}
		catch (Exception ex) {
			Interrupts.keep(ex);
			logger.warn("Polling the orders of merchant '{}' failed; it is tried again", merchant, ex);
		}
		finally {
			end(merchant);
			startNext();
		}
	}

	private synchronized void end(String merchant) {
		this.running--;
		this.taken.remove(merchant);
	}

}
