/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.journal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.Parameters;

/**
 * Remembers the latest entries, each with a number that is never given twice.
 * <p>
 * Internal to the simulator.
 *
 * @param <T> the type of the entries
 */
public final class Journal<T> {

	private static final int CAPACITY = 10_000;

	private static final int DEFAULT_LIMIT = 1000;

	private final StateVersion version;

	private final Deque<Entry<T>> entries = new ArrayDeque<>();

	private long lastNumber;

	/**
	 * Creates an empty journal.
	 * @param version counts changes
	 */
	public Journal(StateVersion version) {
		this.version = version;
	}

	/**
	 * Remembers an entry, and forgets the oldest one if there are too many.
	 * @param content the entry
	 */
	public synchronized void add(T content) {
		if (this.entries.size() == CAPACITY) {
			this.entries.removeFirst();
		}
		this.entries.addLast(new Entry<>(++this.lastNumber, content));
		this.version.increment();
	}

	/**
	 * Returns the entries.
	 * @return the entries, the oldest first
	 */
	public synchronized List<T> contents() {
		return this.entries.stream().map(Entry::content).toList();
	}

	private synchronized List<Entry<T>> after(long number, int limit) {
		List<Entry<T>> later = this.entries.stream().filter((entry) -> entry.number() > number).toList();
		return later.subList(Math.max(0, later.size() - limit), later.size());
	}

	/**
	 * Answers with the entries after the number that a request names, at most as many as
	 * it wants.
	 * @param request the request
	 * @param json writes an entry
	 * @return the answer
	 */
	public Answer answer(Request request, Function<Entry<T>, Map<String, Object>> json) {
		List<Entry<T>> entries = after(Parameters.number(request, "after", 0),
				Math.toIntExact(Math.min(Parameters.number(request, "limit", DEFAULT_LIMIT), Integer.MAX_VALUE)));
		return Answer.json(200, entries.stream().map(json).toList());
	}

	/**
	 * Forgets all entries.
	 */
	public synchronized void clear() {
		this.entries.clear();
		this.version.increment();
	}

	/**
	 * An entry of a journal.
	 *
	 * @param <T> the type of the entry
	 * @param number the entry's number, from 1
	 * @param content the entry
	 */
	public record Entry<T>(long number, T content) {

	}

}
