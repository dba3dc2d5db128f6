/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.testsupport.MutableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Timeout(30)
class CachingKaspiTokenProviderTests {

	private final MutableClock clock = new MutableClock("2026-05-09T16:20:00Z");

	private final AtomicInteger calls = new AtomicInteger();

	private final Queue<Runnable> background = new ArrayDeque<>();

	private volatile Duration lifetime = Duration.ofHours(1);

	private volatile boolean failing;

	private final CachingKaspiTokenProvider provider = provider(this::next);

	@Test
	void asksOnlyWhenATokenIsNeeded() {
		assertThat(this.calls).hasValue(0);
		assertThat(this.provider.getToken().value()).isEqualTo("token-1");
		assertThat(this.provider.getToken().value()).isEqualTo("token-1");
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void tokenWithoutAnEndIsKept() {
		KaspiAccessToken endless = new KaspiAccessToken("endless", Instant.MAX);
		CachingKaspiTokenProvider provider = provider(() -> (this.calls.getAndIncrement() == 0) ? endless : next());
		assertThat(provider.getToken()).isSameAs(endless);
		this.clock.advance(Duration.ofDays(36_500));
		assertThat(provider.getToken()).isSameAs(endless);
		assertThat(this.calls).hasValue(1);
	}

	@Test
	void tokenThatEndedLongAgoIsReplaced() {
		KaspiAccessToken ended = new KaspiAccessToken("ended", Instant.MIN);
		CachingKaspiTokenProvider provider = provider(() -> (this.calls.get() == 0) ? use(ended) : next());
		assertThat(provider.getToken()).isSameAs(ended);
		assertThat(provider.getToken().value()).isEqualTo("token-2");
		assertThat(provider.getToken().value()).isEqualTo("token-2");
	}

	@Test
	void tokenIsReplacedAtItsVeryEnd() {
		this.provider.getToken();
		this.clock.advance(this.lifetime.minusMillis(1));
		assertThat(this.provider.getToken().value()).isEqualTo("token-1");
		this.clock.advance(Duration.ofMillis(1));
		assertThat(this.provider.getToken().value()).isEqualTo("token-2");
	}

	private KaspiAccessToken use(KaspiAccessToken token) {
		this.calls.incrementAndGet();
		return token;
	}

	@Test
	void thousandCallersOfAnExpiredTokenCauseOneCall() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		CachingKaspiTokenProvider provider = provider(() -> {
			if (this.calls.get() > 0) {
				awaitQuietly(release);
			}
			return next();
		});
		provider.getToken();
		this.clock.advance(Duration.ofHours(2));
		List<Thread> callers = new ArrayList<>();
		List<String> values = java.util.Collections.synchronizedList(new ArrayList<>());
		for (int i = 0; i < 1000; i++) {
			Thread caller = new Thread(null, () -> values.add(provider.getToken().value()), "caller-" + i, 64 * 1024);
			callers.add(caller);
			caller.start();
		}
		await().until(() -> callers.stream()
			.allMatch((caller) -> caller.getState() == Thread.State.WAITING
					|| caller.getState() == Thread.State.TIMED_WAITING));
		release.countDown();
		for (Thread caller : callers) {
			caller.join();
		}
		assertThat(this.calls).hasValue(2);
		assertThat(values).hasSize(1000).containsOnly("token-2");
	}

	@Test
	void failureIsSharedAndTheNextCallTriesAgain() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		CachingKaspiTokenProvider provider = provider(() -> {
			if (this.calls.get() == 0) {
				asked.countDown();
				awaitQuietly(release);
				this.failing = true;
			}
			return next();
		});
		ExecutorService callers = Executors.newFixedThreadPool(2);
		try {
			Future<KaspiAccessToken> leader = callers.submit(provider::getToken);
			assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
			Thread[] joining = new Thread[1];
			Future<KaspiAccessToken> joiner = callers.submit(() -> {
				joining[0] = Thread.currentThread();
				return provider.getToken();
			});
			await().until(() -> joining[0] != null && joining[0].getState() == Thread.State.TIMED_WAITING);
			release.countDown();
			assertThat(List.of(leader, joiner))
				.allSatisfy((caller) -> assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
					.isThrownBy(caller::get)
					.withCauseInstanceOf(KaspiConnectionException.class));
		}
		finally {
			callers.shutdownNow();
		}
		assertThat(this.calls).hasValue(1);
		this.failing = false;
		assertThat(provider.getToken().value()).isEqualTo("token-2");
	}

	@Test
	void callerWhoIsInterruptedDoesNotFailTheOthers() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CachingKaspiTokenProvider provider = provider(() -> {
			KaspiAccessToken token = next();
			if (this.calls.get() == 1) {
				asked.countDown();
				awaitQuietly(new CountDownLatch(1));
				throw new KaspiConnectionException("Interrupted", null);
			}
			return token;
		});
		Thread leader = new Thread(
				() -> assertThatExceptionOfType(KaspiConnectionException.class).isThrownBy(provider::getToken));
		leader.start();
		asked.await();
		FutureTask<KaspiAccessToken> joiner = new FutureTask<>(provider::getToken);
		Thread joining = new Thread(joiner);
		joining.start();
		await().until(() -> joining.getState() == Thread.State.TIMED_WAITING);
		leader.interrupt();
		assertThat(joiner.get().value()).isEqualTo("token-2");
	}

	@Test
	void replacedInTheBackgroundFiveMinutesBeforeItsEnd() {
		this.provider.getToken();
		this.clock.advance(Duration.ofMinutes(55).minusSeconds(1));
		this.provider.getToken();
		assertThat(this.background).isEmpty();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.provider.getToken().value()).isEqualTo("token-1");
		assertThat(this.provider.getToken().value()).isEqualTo("token-1");
		assertThat(this.background).hasSize(1);
		assertThat(this.calls).hasValue(1);
		runBackground();
		assertThat(this.provider.getToken().value()).isEqualTo("token-2");
		assertThat(this.calls).hasValue(2);
	}

	@Test
	void failedReplacementKeepsTheTokenAndPauses() {
		this.provider.getToken();
		this.clock.advance(Duration.ofMinutes(56));
		this.failing = true;
		this.provider.getToken();
		runBackground();
		assertThat(this.provider.getToken().value()).isEqualTo("token-1");
		assertThat(this.background).isEmpty();
		this.clock.advance(Duration.ofSeconds(30));
		this.failing = false;
		assertThat(this.provider.getToken().value()).isEqualTo("token-1");
		runBackground();
		assertThat(this.provider.getToken().value()).isEqualTo("token-3");
	}

	@Test
	void pauseAfterAFailedReplacementDoublesUpTo10Minutes() {
		this.lifetime = Duration.ofHours(24);
		CachingKaspiTokenProvider provider = new CachingKaspiTokenProvider(this::next, Duration.ofHours(23),
				Duration.ofSeconds(20), this.clock, this.background::add);
		provider.getToken();
		this.clock.advance(Duration.ofHours(1));
		provider.getToken();
		this.failing = true;
		List<Long> pauses = new ArrayList<>();
		for (int i = 0; i < 7; i++) {
			runBackground();
			long pause = 0;
			for (; this.background.isEmpty(); pause++) {
				this.clock.advance(Duration.ofSeconds(1));
				provider.getToken();
			}
			pauses.add(pause);
		}
		assertThat(pauses).containsExactly(30L, 60L, 120L, 240L, 480L, 600L, 600L);
	}

	@Test
	void callerWhoseTokenCameMeanwhileAsksForNoOther() {
		List<Runnable> meanwhile = new ArrayList<>();
		Clock interrupted = new Clock() {

			@Override
			public Instant instant() {
				if (!meanwhile.isEmpty()) {
					meanwhile.remove(0).run();
				}
				return CachingKaspiTokenProviderTests.this.clock.instant();
			}

			@Override
			public ZoneId getZone() {
				return ZoneOffset.UTC;
			}

			@Override
			public Clock withZone(ZoneId zone) {
				return this;
			}

		};
		CachingKaspiTokenProvider provider = new CachingKaspiTokenProvider(this::next, Duration.ofMinutes(5),
				Duration.ofSeconds(20), interrupted, this.background::add);
		meanwhile.add(provider::getToken);
		assertThat(provider.getToken().value()).isEqualTo("token-1");
		assertThat(this.calls).hasValue(1);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void failedReplacementIsLoggedWithItsNextTry(CapturedOutput output) {
		this.provider.getToken();
		this.clock.advance(Duration.ofMinutes(56));
		this.failing = true;
		this.provider.getToken();
		runBackground();
		assertThat(output)
			.contains("could not be replaced ahead of its end at 2026-05-09T17:20:00Z", "next try in PT30S")
			.doesNotContain("token-1");
	}

	@Test
	void aProviderOfOnesOwnRefreshesByDroppingItsToken() {
		AtomicReference<@Nullable KaspiAccessToken> kept = new AtomicReference<>();
		KaspiTokenProvider own = new KaspiTokenProvider() {

			@Override
			public KaspiAccessToken getToken() {
				kept.compareAndSet(null, next());
				return Objects.requireNonNull(kept.get());
			}

			@Override
			public void invalidate(KaspiAccessToken token) {
				kept.compareAndSet(token, null);
			}

		};
		KaspiAccessToken first = own.getToken();
		assertThat(own.refresh()).isNotEqualTo(first);
		assertThat(own.obtainedAt()).isNull();
	}

	@Test
	void refreshReplacesATokenThatIsStillGoodAndKeepsItWhereThereIsNoOther() {
		assertThat(this.provider.refresh().value()).isEqualTo("token-1");
		assertThat(this.provider.refresh().value()).isEqualTo("token-2");
		assertThat(this.provider.getToken().value()).isEqualTo("token-2");
		this.failing = true;
		assertThatExceptionOfType(KaspiConnectionException.class).isThrownBy(this.provider::refresh);
		assertThat(this.provider.getToken().value()).isEqualTo("token-2");
	}

	@Test
	void saysWhenItGotItsToken() {
		assertThat(this.provider.obtainedAt()).isNull();
		KaspiAccessToken token = this.provider.getToken();
		Instant obtainedAt = this.clock.instant();
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(this.provider.obtainedAt()).isEqualTo(obtainedAt);
		this.provider.invalidate(token);
		assertThat(this.provider.obtainedAt()).isNull();
	}

	@Test
	void replacementIsAskedForAsACallThatNobodyWaitsFor() {
		AtomicInteger inBackground = new AtomicInteger();
		CachingKaspiTokenProvider provider = provider(new KaspiTokenSource() {

			@Override
			public KaspiAccessToken get() {
				return next();
			}

			@Override
			public KaspiAccessToken getInBackground() {
				inBackground.incrementAndGet();
				return next();
			}

		});
		provider.getToken();
		assertThat(inBackground).hasValue(0);
		this.clock.advance(Duration.ofMinutes(55));
		provider.getToken();
		runBackground();
		assertThat(inBackground).hasValue(1);
		assertThat(provider.getToken().value()).isEqualTo("token-2");
	}

	@Test
	void storeIsToldWhichTokenItMustNotGive() {
		List<String> asked = new ArrayList<>();
		CachingKaspiTokenProvider provider = sharing(asked);
		KaspiAccessToken first = provider.getToken();
		provider.refresh();
		this.clock.advance(Duration.ofMinutes(55));
		KaspiAccessToken second = provider.getToken();
		runBackground();
		provider.invalidate(second);
		KaspiAccessToken third = provider.getToken();
		provider.invalidate(third);
		provider.getToken();
		assertThat(first.value()).isEqualTo("token-1");
		assertThat(asked).containsExactly("not null", "not token-1", "not token-2", "without token-3", "not token-3");
	}

	/**
	 * One instance replaces it, and the others find the new one.
	 */
	@Test
	void sharedTokenIsReplacedUpToATenthEarlierAtRandom() {
		int early = 0;
		for (int i = 0; i < 100; i++) {
			CachingKaspiTokenProvider provider = sharing(new ArrayList<>());
			provider.getToken();
			this.clock.advance(Duration.ofMinutes(54).plusSeconds(29));
			provider.getToken();
			assertThat(this.background).isEmpty();
			this.clock.advance(Duration.ofSeconds(16));
			provider.getToken();
			early += this.background.size();
			this.clock.advance(Duration.ofSeconds(15));
			provider.getToken();
			assertThat(this.background).hasSize(1);
			this.background.clear();
		}
		assertThat(early).isBetween(10, 90);
	}

	private CachingKaspiTokenProvider sharing(List<String> asked) {
		KaspiTokenStore store = new KaspiTokenStore() {

			@Override
			public KaspiAccessToken obtain(@Nullable KaspiAccessToken replaced, Supplier<KaspiAccessToken> source) {
				asked.add("not " + ((replaced != null) ? replaced.value() : "null"));
				return source.get();
			}

			@Override
			public void remove(KaspiAccessToken token) {
				asked.add("without " + token.value());
			}

		};
		return new CachingKaspiTokenProvider(this::next, store, Duration.ofMinutes(5), Duration.ofSeconds(20),
				this.clock, this.background::add);
	}

	@Test
	void replacementThatNeverRanHoldsNobodyUpWhenTheTokenEnds() {
		this.provider.getToken();
		this.clock.advance(Duration.ofMinutes(56));
		this.provider.getToken();
		assertThat(this.background).hasSize(1);
		this.clock.advance(Duration.ofMinutes(10));
		assertThat(this.provider.getToken().value()).isEqualTo("token-2");
		this.clock.advance(Duration.ofMinutes(56));
		assertThat(this.provider.getToken().value()).isEqualTo("token-2");
		assertThat(this.background).hasSize(2);
		runBackground();
		assertThat(this.calls).hasValue(2);
		runBackground();
		assertThat(this.provider.getToken().value()).isEqualTo("token-3");
	}

	@Test
	void replacementGoesOnAfterOneWasRejected() {
		AtomicInteger rejected = new AtomicInteger();
		CachingKaspiTokenProvider provider = new CachingKaspiTokenProvider(this::next, Duration.ofMinutes(5),
				Duration.ofSeconds(1), this.clock, (task) -> {
					if (rejected.getAndIncrement() == 0) {
						throw new java.util.concurrent.RejectedExecutionException("stopped");
					}
					task.run();
				});
		provider.getToken();
		this.clock.advance(Duration.ofMinutes(56));
		assertThat(provider.getToken().value()).isEqualTo("token-1");
		provider.getToken();
		assertThat(provider.getToken().value()).isEqualTo("token-2");
	}

	@Test
	void invalidateDropsOnlyTheTokenItIsGiven() {
		KaspiAccessToken first = this.provider.getToken();
		this.provider.invalidate(first);
		KaspiAccessToken second = this.provider.getToken();
		assertThat(second.value()).isEqualTo("token-2");
		this.provider.invalidate(first);
		assertThat(this.provider.getToken()).isEqualTo(second);
		assertThat(this.calls).hasValue(2);
	}

	@Test
	void invalidatedTokenIsNotBroughtBackByItsReplacement() {
		KaspiAccessToken first = this.provider.getToken();
		this.clock.advance(Duration.ofMinutes(56));
		this.provider.getToken();
		this.provider.invalidate(first);
		runBackground();
		assertThat(this.provider.getToken().value()).isEqualTo("token-2");
	}

	@Test
	void shortLivedTokenIsUsedForHalfItsLifeBeforeItIsReplaced() {
		this.lifetime = Duration.ofMinutes(2);
		this.provider.getToken();
		this.clock.advance(Duration.ofSeconds(59));
		this.provider.getToken();
		assertThat(this.background).isEmpty();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.provider.getToken().value()).isEqualTo("token-1");
		assertThat(this.background).hasSize(1);
	}

	@Test
	void tokenIsNeverGivenAtOrAfterItsEnd() {
		this.provider.getToken();
		this.clock.advance(Duration.ofHours(1));
		assertThat(this.provider.getToken().value()).isEqualTo("token-2");
	}

	@Test
	void interruptedCallerStopsWaitingAndStaysInterrupted() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		CachingKaspiTokenProvider provider = provider(() -> {
			asked.countDown();
			awaitQuietly(release);
			return next();
		});
		Thread leader = new Thread(provider::getToken);
		leader.start();
		assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(KaspiConnectionException.class).isThrownBy(provider::getToken);
		assertThat(Thread.interrupted()).isTrue();
		release.countDown();
		leader.join();
		assertThat(provider.getToken().value()).isEqualTo("token-1");
	}

	@Test
	void toStringHidesTheValue() {
		assertThat(this.provider.getToken().toString()).doesNotContain("token-1").contains("2026-05-09T17:20");
	}

	private CachingKaspiTokenProvider provider(Supplier<KaspiAccessToken> source) {
		return new CachingKaspiTokenProvider(source, Duration.ofMinutes(5), Duration.ofSeconds(20), this.clock,
				this.background::add);
	}

	private KaspiAccessToken next() {
		int number = this.calls.incrementAndGet();
		if (this.failing) {
			throw new KaspiConnectionException("down", null);
		}
		return new KaspiAccessToken("token-" + number, this.clock.instant().plus(this.lifetime));
	}

	private void runBackground() {
		this.background.remove().run();
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
