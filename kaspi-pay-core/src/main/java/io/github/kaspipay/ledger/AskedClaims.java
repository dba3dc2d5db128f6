/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The statuses that webhooks claimed of an order and that Kaspi Pay was asked to confirm.
 * A new claim is queried at once. A repeated one may be a replay: it waits until the last
 * answer to any of them is 30 seconds old, and twice as long after each further answer,
 * up to an hour. Internal: it may change in any release.
 *
 * @param claims ids of the claims, each once
 * @param answers how many answers there were
 * @param answeredAt when the last answer came, or {@code null} if there was none
 */
public record AskedClaims(List<String> claims, int answers, @Nullable Instant answeredAt) {

	static final AskedClaims NONE = new AskedClaims(List.of(), 0, null);

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);

	private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

	private static final int MAX_CLAIMS = 20;

	/**
	 * Creates them.
	 * @param claims ids of the claims, each once
	 * @param answers how many answers there were
	 * @param answeredAt when the last answer came, or {@code null} if there was none
	 */
	public AskedClaims {
		claims = List.copyOf(claims);
	}

	/**
	 * Returns how long a claim that is heard again waits after the last answer.
	 * @return the pause, 0 if there was no answer yet
	 */
	public Duration pause() {
		if (this.answers == 0) {
			return Duration.ZERO;
		}
		Duration grown = FIRST_PAUSE.multipliedBy(1L << Math.min(this.answers - 1, 20));
		return (grown.compareTo(LONGEST_PAUSE) < 0) ? grown : LONGEST_PAUSE;
	}

	/**
	 * Returns when a repeated claim may be queried.
	 */
	Instant nextAt(Instant now) {
		return (this.answeredAt != null) ? this.answeredAt.plus(pause()) : now;
	}

	/**
	 * Says whether a claim was heard before. With so many that one cannot tell, it was.
	 */
	boolean contains(String claim) {
		return this.claims.contains(claim) || this.claims.size() >= MAX_CLAIMS;
	}

	AskedClaims with(String claim) {
		List<String> claims = new ArrayList<>(this.claims);
		claims.add(claim);
		return new AskedClaims(claims, this.answers, this.answeredAt);
	}

	AskedClaims answered(Instant now) {
		return new AskedClaims(this.claims, this.answers + 1, now);
	}

}
