/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.web;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

import io.github.kaspipay.benchmarks.web.Connection.Answer;

/**
 * Webhooks that come at a given rate, whether those before are answered or not, as those
 * of many customers do. The time of each counts from when it was to be sent.
 */
final class Arrivals {

	private final Server server;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final Deque<Connection> idle = new ArrayDeque<>();

	Arrivals(Server server) {
		this.server = server;
	}

	/**
	 * Sends requests, and waits for what becomes of them.
	 * @param rate how many a second
	 * @param count how many in all
	 * @param request makes one of its number
	 * @return what became of them
	 */
	Outcome send(int rate, int count, IntFunction<byte[]> request) {
		long[] times = new long[count];
		String[] answers = new String[count];
		CountDownLatch left = new CountDownLatch(count);
		long start = System.nanoTime();
		long latest = 0;
		for (int i = 0; i < count; i++) {
			int number = i;
			long due = start + 1_000_000_000L * i / rate;
			byte[] content = request.apply(number);
			LockSupport.parkNanos(due - System.nanoTime());
			latest = Math.max(latest, System.nanoTime() - due);
			this.threads.execute(() -> {
				answers[number] = answer(content);
				times[number] = System.nanoTime() - due;
				left.countDown();
			});
		}
		try {
			left.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return new Outcome(rate, Duration.ofNanos(System.nanoTime() - start), times, answers, Duration.ofNanos(latest));
	}

	private String answer(byte[] request) {
		try {
			Connection connection = take();
			Answer answer = connection.send(request);
			if (answer.status() == 200) {
				giveBack(connection);
			}
			else {
				connection.close();
			}
			return String.valueOf(answer.status());
		}
		catch (IOException ex) {
			return ex.getClass().getSimpleName();
		}
	}

	private Connection take() throws IOException {
		synchronized (this.idle) {
			if (!this.idle.isEmpty()) {
				return this.idle.pop();
			}
		}
		return this.server.connection();
	}

	private void giveBack(Connection connection) {
		synchronized (this.idle) {
			this.idle.push(connection);
		}
	}

	void close() throws IOException {
		this.threads.shutdown();
		for (Connection connection : this.idle) {
			connection.close();
		}
	}

	/**
	 * What became of requests.
	 *
	 * @param rate how many came in a second
	 * @param time until the last was answered
	 * @param times what each took, in nanoseconds
	 * @param answers what each was answered
	 * @param latest how late one was sent at the most
	 */
	record Outcome(int rate, Duration time, long[] times, String[] answers, Duration latest) {

		@Override
		public String toString() {
			Map<String, Integer> counts = new TreeMap<>();
			for (String answer : this.answers) {
				counts.merge(answer, 1, Integer::sum);
			}
			long[] sorted = this.times.clone();
			Arrays.sort(sorted);
			return String.format(Locale.ROOT,
					"%d/s: %.0f/s answered, %s; p50 %.1f ms, p99 %.1f ms, max %.1f ms; sent late by %d ms at most",
					this.rate, this.times.length / (this.time.toNanos() / 1e9), counts, sorted[sorted.length / 2] / 1e6,
					sorted[sorted.length * 99 / 100] / 1e6, sorted[sorted.length - 1] / 1e6, this.latest.toMillis());
		}

	}

}
