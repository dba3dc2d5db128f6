package io.github.kaspipay.test;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Remembers the latest entries, each with a number that is never given twice.
 *
 * @param <T> the type of the entries
 */
final class Journal<T> {

	private static final int CAPACITY = 10_000;

	private final StateVersion version;

	private final Deque<Entry<T>> entries = new ArrayDeque<>();

	private long lastNumber;

	Journal(StateVersion version) {
		this.version = version;
	}

	synchronized void add(T content) {
		if (this.entries.size() == CAPACITY) {
			this.entries.removeFirst();
		}
		this.entries.addLast(new Entry<>(++this.lastNumber, content));
		this.version.increment();
	}

	synchronized List<T> contents() {
		return this.entries.stream().map(Entry::content).toList();
	}

	synchronized List<Entry<T>> after(long number, int limit) {
		List<Entry<T>> later = this.entries.stream().filter((entry) -> entry.number() > number).toList();
		return later.subList(Math.max(0, later.size() - limit), later.size());
	}

	synchronized void clear() {
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
	record Entry<T>(long number, T content) {

	}

}
