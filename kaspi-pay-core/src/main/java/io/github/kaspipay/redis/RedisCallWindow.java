/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.github.kaspipay.ratelimit.CallLimit;
import io.github.kaspipay.ratelimit.CallPermit;
import io.github.kaspipay.ratelimit.CallPriority;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.ratelimit.LocalCallWindow;
import io.github.kaspipay.redis.CallScript.Answer;
import io.github.kaspipay.redis.CallScript.Attempt;
import io.github.kaspipay.redis.CallScript.Known;
import io.github.kaspipay.redis.CallScript.Report;
import io.github.kaspipay.redis.CallScript.Request;
import io.github.kaspipay.redis.LocalCallLog.LocalCall;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls of all instances in Redis. Each call is kept until its window is over,
 * so that no window, wherever it begins, holds more than the limit, and all of the limit
 * can be used at any moment: a token bucket, whose burst and refill together must be
 * within the limit, makes calls wait that the limit allows. No clock of an instance is
 * compared with another's, and Redis's may step. A call has to be made at once: one whose
 * process is stopped meanwhile counts for when it was permitted.
 * <p>
 * While Redis is away, this instance counts by itself and lives on its configured share,
 * in which what it called through Redis counts. No call is permitted for the first 3
 * seconds, in which Redis may be back, and none in the background for the first window.
 * So a window at the change may hold up to that share for each instance above the limit.
 * Once Redis is back, these calls are reported to it before it is asked for another. If
 * Redis has lost its memory, no call is permitted for 3 seconds, while all instances
 * report theirs; those of an instance that cannot reach it for that long are counted
 * later. Thread-safe. Internal: it may change in any release.
 */
public class RedisCallWindow implements CallWindow {

	/**
	 * Longer than it takes an instance to find Redis again after it was lost.
	 */
	private static final Duration GRACE = Duration.ofSeconds(3);

	/**
	 * A call that was permitted longer ago than this may not be made any more.
	 */
	private static final Duration ANSWER_WITHIN = Duration.ofMillis(250);

	/**
	 * How soon Redis is tried again by who waits for it.
	 */
	private static final Duration RETRY = Duration.ofMillis(250);

	/**
	 * There are never as many calls in Redis as these windows hold and instances make by
	 * themselves together.
	 */
	private static final long MANY_WINDOWS = 2;

	private static final int MANY_LOCAL_CALLS = 10_000;

	/**
	 * A window is a minute, and up to another one for which a call is on its way:
	 * nobody's is longer than two of anybody else's.
	 */
	private static final int LONGEST_WINDOWS = 2;

	private static final Duration AT_ONCE = Duration.ofNanos(1);

	private final RedisLink link;

	private final CallScript script;

	private final CallLimit limit;

	private final Duration backgroundPause;

	private final Duration backgroundPatience;

	private final LocalCallWindow fallback;

	private final Timing timing;

	private final Duration sharedWindow;

	private final Duration longestWindow;

	private final LongSupplier nanoTime;

	private final LocalCallLog calls;

	private final ReentrantLock lock = new ReentrantLock(true);

	private String epoch = "";

	/**
	 * Kept, since making one takes its time, until Redis may have begun it.
	 */
	private @Nullable String unusedEpoch;

	private Sync sync;

	private Known newest = Known.NONE;

	private volatile long pausedUntil;

	private boolean pauseIsShared = true;

	private volatile @Nullable Long localSince;

	/**
	 * How many calls Redis had in the window when it last answered.
	 */
	private volatile @Nullable Integer sharedCalls;

	/**
	 * Creates the window. Redis is not asked yet.
	 * @param link leads to Redis
	 * @param settings how calls are shared
	 */
	public RedisCallWindow(RedisLink link, RedisCallSettings settings) {
		this(link, new CallScript(settings.key()), settings, new Timing(GRACE, ANSWER_WITHIN), System::nanoTime);
	}

	RedisCallWindow(RedisLink link, CallScript script, RedisCallSettings settings, Timing timing,
			LongSupplier nanoTime) {
		this.link = link;
		this.script = script;
		this.limit = settings.limit();
		this.backgroundPause = this.limit.backgroundPause();
		this.backgroundPatience = this.limit.backgroundPatience();
		this.fallback = new LocalCallWindow(settings.fallback(), nanoTime);
		this.timing = timing;
		this.sharedWindow = this.limit.window().plus(timing.inaccuracy());
		this.longestWindow = this.sharedWindow.multipliedBy(LONGEST_WINDOWS);
		this.nanoTime = nanoTime;
		this.calls = new LocalCallLog(RandomName.next(), this.sharedWindow);
		this.pausedUntil = nanoTime.getAsLong();
		this.sync = new Sync(0, this.pausedUntil);
	}

	/**
	 * Returns since when this instance counts by itself.
	 * @return the time, or {@code null} while it counts through Redis
	 */
	public @Nullable Instant localSince() {
		Long since = this.localSince;
		return (since != null) ? Instant.now().minusNanos(this.nanoTime.getAsLong() - since) : null;
	}

	@Override
	public String describe() {
		Instant since = localSince();
		if (since != null) {
			return "in memory since " + since.truncatedTo(ChronoUnit.SECONDS) + ", as Redis does not answer";
		}
		return (this.link.state() == RedisLink.State.UNUSED) ? "in Redis, which was not needed yet" : "in Redis";
	}

	@Override
	public @Nullable Integer available() {
		if (this.pausedUntil - this.nanoTime.getAsLong() > 0) {
			return 0;
		}
		if (this.localSince != null) {
			return this.fallback.available();
		}
		Integer shared = this.sharedCalls;
		return (shared != null) ? Math.max(0, this.limit.calls() - shared) : null;
	}

	@Override
	public CallPermit tryAcquire(CallPriority priority) {
		return new CallPermit(take(priority));
	}

	private Duration take(CallPriority priority) {
		this.lock.lock();
		try {
			long pause = this.pausedUntil - this.nanoTime.getAsLong();
			return (pause > 0) ? Duration.ofNanos(pause) : takeUnpaused(priority);
		}
		finally {
			this.lock.unlock();
		}
	}

	private Duration takeUnpaused(CallPriority priority) {
		long number = this.calls.nextNumber();
		try {
			return share(number,
					new Attempt(this.calls.name(number), this.limit.callsFor(priority),
							(priority == CallPriority.BACKGROUND) ? this.backgroundPause : Duration.ZERO,
							CallLimit.CATCH_UP, this.limit.calls(), this.backgroundPatience));
		}
		catch (RedisUnavailableException ex) {
			return takeLocally(number, priority);
		}
	}

	/**
	 * If Redis does let the call through after all, it knows it by the same number.
	 */
	private Duration takeLocally(long number, CallPriority priority) {
		long now = this.nanoTime.getAsLong();
		Duration away = lost(now);
		if (away.compareTo(this.timing.grace()) < 0) {
			return RETRY;
		}
		if (priority == CallPriority.BACKGROUND && away.compareTo(this.limit.window()) < 0) {
			return this.limit.window().minus(away);
		}
		Duration wait = this.fallback.tryAcquire(priority).retryAfter();
		if (wait.isZero()) {
			this.calls.made(number, now);
		}
		return wait;
	}

	private Duration lost(long now) {
		Long since = this.localSince;
		if (since == null) {
			since = now;
			if (this.link.state() == RedisLink.State.LOST) {
				this.localSince = since;
			}
		}
		return Duration.ofNanos(now - since);
	}

	@Override
	public void pause(Duration pause) {
		this.lock.lock();
		try {
			if (pauseAtLeast(pause)) {
				this.pauseIsShared = false;
			}
			report();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Tells Redis of what it does not know, and sees whether it is there and remembers.
	 * To be called at least every second.
	 */
	public void report() {
		this.lock.lock();
		try {
			share(0, null);
		}
		catch (RedisUnavailableException ex) {
			lost(this.nanoTime.getAsLong());
		}
		finally {
			this.lock.unlock();
		}
	}

	private Duration share(long number, @Nullable Attempt attempt) {
		for (int attempts = 0; attempts < 3; attempts++) {
			long sentAt = this.nanoTime.getAsLong();
			List<LocalCall> unreported = this.calls.unreported(sentAt);
			String freshEpoch = (this.unusedEpoch != null) ? this.unusedEpoch : RandomName.next();
			this.unusedEpoch = null;
			Answer answer = this.script.run(this.link, request(sentAt, freshEpoch, unreported, attempt));
			if (answer.epoch().equals(this.epoch)) {
				this.unusedEpoch = freshEpoch;
				accept(answer, sentAt, unreported);
				return answer.taken() ? takeShared(number, answer, sentAt) : answer.untilNext();
			}
			this.epoch = answer.epoch();
			this.sync = new Sync(answer.time(), sentAt);
			this.newest = Known.NONE;
			this.pauseIsShared = false;
			this.calls.forgotten();
		}
		return RETRY;
	}

	private Request request(long sentAt, String freshEpoch, List<LocalCall> unreported, @Nullable Attempt attempt) {
		long latest = this.sync.time() + (sentAt - this.sync.nanoTime()) / 1000
				+ CallScript.micros(this.timing.answerWithin());
		Duration pause = this.pauseIsShared ? Duration.ZERO : Duration.ofNanos(Math.max(0, this.pausedUntil - sentAt));
		List<Report> reports = new ArrayList<>();
		for (LocalCall call : unreported) {
			reports.add(new Report(this.calls.name(call.number()), age(call, sentAt)));
		}
		return new Request(this.epoch, freshEpoch, this.sync.time(), latest,
				MANY_WINDOWS * this.limit.calls() + MANY_LOCAL_CALLS, this.sharedWindow, this.longestWindow,
				this.timing.grace(), pause, this.newest, attempt, reports);
	}

	private void accept(Answer answer, long sentAt, List<LocalCall> reported) {
		this.localSince = null;
		this.sharedCalls = answer.calls();
		this.sync = new Sync(answer.time(), sentAt);
		this.pauseIsShared = true;
		pauseAtLeast(answer.pause());
		if (!reported.isEmpty()) {
			LocalCall last = reported.get(reported.size() - 1);
			this.calls.reportedThrough(last.number());
			this.newest = new Known(this.calls.name(last.number()),
					answer.time() - CallScript.micros(age(last, sentAt)));
		}
	}

	private Duration takeShared(long number, Answer answer, long sentAt) {
		this.calls.reportedThrough(number);
		this.newest = new Known(this.calls.name(number), answer.time());
		long now = this.nanoTime.getAsLong();
		if (now - sentAt > this.timing.answerWithin().toNanos()) {
			return AT_ONCE;
		}
		this.calls.made(number, now);
		this.fallback.count();
		return Duration.ZERO;
	}

	private boolean pauseAtLeast(Duration pause) {
		long until = this.nanoTime.getAsLong() + pause.toNanos();
		if (until - this.pausedUntil <= 0) {
			return false;
		}
		this.pausedUntil = until;
		return true;
	}

	private static Duration age(LocalCall call, long now) {
		return Duration.ofNanos(now - call.at());
	}

	/**
	 * @param grace how long no call is permitted if Redis is lost, or its memory
	 * @param answerWithin how late an answer may come and still be used
	 */
	record Timing(Duration grace, Duration answerWithin) {

		/**
		 * A call is made up to that much later than Redis thinks, and Redis's clock may
		 * step by as much unnoticed.
		 */
		Duration inaccuracy() {
			return this.answerWithin.multipliedBy(2);
		}

	}

	/**
	 * @param time the shared time of the last answer
	 * @param nanoTime when it was asked for, by {@link System#nanoTime()}
	 */
	private record Sync(long time, long nanoTime) {

	}

}
