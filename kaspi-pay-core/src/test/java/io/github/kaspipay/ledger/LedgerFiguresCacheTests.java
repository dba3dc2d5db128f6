/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Nobody waits for the ledger's figures longer than they want to.
 */
class LedgerFiguresCacheTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final AtomicInteger reads = new AtomicInteger();

	private volatile Runnable before = () -> {
	};

	private final LedgerFiguresCache cache = new LedgerFiguresCache(this::read);

	@AfterEach
	void close() {
		this.cache.close();
	}

	@Test
	void readsOnlyWhenAskedAndKeepsWhatItRead() throws Exception {
		assertThat(this.reads).hasValue(0);
		assertThat(this.cache.recent(LONG, LONG).openOrders()).isEqualTo(1);
		assertThat(this.cache.recent(LONG, LONG).openOrders()).isEqualTo(1);
		assertThat(Objects.requireNonNull(this.cache.latest(LONG)).age()).isLessThan(LONG);
		assertThat(this.cache.recent(Duration.ZERO, LONG).openOrders()).isEqualTo(2);
	}

	@Test
	void neverWaitsForTheLatest() {
		CountDownLatch hang = new CountDownLatch(1);
		this.before = () -> awaitQuietly(hang);
		assertThat(this.cache.latest(LONG)).isNull();
		hang.countDown();
		Awaitility.await().until(() -> this.cache.latest(LONG) != null);
		assertThat(this.reads).hasValue(1);
	}

	@Test
	void doesNotWaitForADatabaseThatHangsNorAskItTwice() throws Exception {
		CountDownLatch hang = new CountDownLatch(1);
		assertThat(this.cache.recent(LONG, LONG).openOrders()).isEqualTo(1);
		this.before = () -> awaitQuietly(hang);
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(TimeoutException.class)
				.isThrownBy(() -> this.cache.recent(Duration.ZERO, Duration.ofMillis(1)));
		}
		assertThat(Objects.requireNonNull(this.cache.latest(Duration.ZERO)).figures().openOrders()).isEqualTo(1);
		hang.countDown();
		Awaitility.await().until(() -> Objects.requireNonNull(this.cache.latest(LONG)).figures().openOrders() == 2);
		assertThat(this.reads).hasValue(2);
	}

	@Test
	void saysWhyThereAreNone() {
		this.before = () -> {
			throw new IllegalStateException("away");
		};
		assertThatIllegalStateException().isThrownBy(() -> this.cache.recent(LONG, LONG)).withMessage("away");
		assertThatIllegalStateException().isThrownBy(() -> this.cache.recent(LONG, LONG)).withMessage("away");
		assertThat(this.cache.latest(LONG)).isNull();
		assertThat(this.reads).hasValue(1);
	}

	private LedgerFigures read() {
		int number = this.reads.incrementAndGet();
		this.before.run();
		return new LedgerFigures(Instant.EPOCH, number, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO, null, 0);
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
