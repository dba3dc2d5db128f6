/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.fuzz;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import io.github.kaspipay.autoconfigure.fuzz.SignatureOracle.Verdict;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a fuzz run was answered, and what that left behind in this JVM. Thread-safe.
 */
final class FuzzTally {

	/**
	 * More than what a pool, a cache or a compiler takes once, and less than a few
	 * hundred bytes for each webhook of a long run.
	 */
	private static final long HEAP_TOLERANCE = 24 * 1024 * 1024;

	private static final int THREAD_TOLERANCE = 6;

	private final Map<Integer, Integer> statuses = new TreeMap<>();

	private final Set<String> recordedOrders = ConcurrentHashMap.newKeySet();

	private boolean recordedUnnamed;

	private int forged;

	private int signed;

	private int unanswered;

	private long heapBefore;

	private int threadsBefore;

	/**
	 * Seeds a run: with {@code -Dkaspi.fuzz.seed} if that is set, else anew.
	 */
	static long seed() {
		return Long.getLong("kaspi.fuzz.seed", System.nanoTime());
	}

	/**
	 * Takes what is there before most of the run, when all is warm.
	 */
	void start() {
		this.heapBefore = usedHeap();
		this.threadsBefore = Thread.activeCount();
	}

	synchronized void count(Verdict verdict, int status) {
		this.statuses.merge(status, 1, Integer::sum);
		if (verdict.isForged()) {
			this.forged++;
		}
		else {
			this.signed++;
		}
		if (status == 200) {
			recorded(verdict.orderId());
		}
	}

	private void recorded(@Nullable String orderId) {
		if (orderId != null) {
			this.recordedOrders.add(orderId);
		}
		this.recordedUnnamed |= orderId == null;
	}

	/**
	 * Counts a webhook whose answer did not arrive.
	 */
	synchronized void unanswered(Verdict verdict) {
		this.unanswered++;
		if (verdict.statuses().contains(200)) {
			recorded(verdict.orderId());
		}
	}

	synchronized int countUnanswered() {
		return this.unanswered;
	}

	synchronized int count(int status) {
		return this.statuses.getOrDefault(status, 0);
	}

	synchronized int signed() {
		return this.signed;
	}

	/**
	 * Says whether an order may be in the ledger: a signed webhook named it.
	 */
	boolean mayBeRecorded(String orderId) {
		return this.recordedOrders.contains(orderId) || orderId.startsWith("order-")
				|| (this.recordedUnnamed && orderId.chars().allMatch((c) -> "0123456789-Ee".indexOf(c) >= 0));
	}

	void assertNothingGrew() {
		this.recordedOrders.clear();
		assertThat(usedHeap() - this.heapBefore).as("bytes of heap grown by").isLessThan(HEAP_TOLERANCE);
		assertThat(Thread.activeCount() - this.threadsBefore).as("threads more").isLessThanOrEqualTo(THREAD_TOLERANCE);
	}

	synchronized String summary(String what, long seed) {
		int all = this.statuses.values().stream().mapToInt(Integer::intValue).sum();
		int serverErrors = this.statuses.entrySet()
			.stream()
			.filter((count) -> count.getKey() >= 500)
			.mapToInt(Map.Entry::getValue)
			.sum();
		return String.format(Locale.ROOT,
				"fuzz: %,d webhooks %s, seed %d: accepted %,d (all rightly signed), refused %,d (%,d of them forged), "
						+ "5xx %d; by status %s; heap %+d KB, threads %+d",
				all, what, seed, count(200), all - count(200), this.forged, serverErrors, this.statuses,
				(usedHeap() - this.heapBefore) / 1024, Thread.activeCount() - this.threadsBefore);
	}

	private static long usedHeap() {
		long least = Long.MAX_VALUE;
		for (int i = 0; i < 3; i++) {
			System.gc();
			Runtime runtime = Runtime.getRuntime();
			least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
		}
		return least;
	}

}
