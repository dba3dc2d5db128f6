/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A place in an order by time.
 *
 * @param at the time
 * @param key tells those of the same time apart
 */
record TimePosition(Instant at, long key) implements Comparable<TimePosition> {

	static @Nullable TimePosition parse(@Nullable String after) {
		if (after == null) {
			return null;
		}
		String[] parts = after.split("-");
		return new TimePosition(Instant.ofEpochMilli(Long.parseLong(parts[0])), Long.parseLong(parts[1]));
	}

	String format() {
		return this.at.toEpochMilli() + "-" + this.key;
	}

	@Override
	public int compareTo(TimePosition other) {
		int byTime = this.at.compareTo(other.at);
		return (byTime != 0) ? byTime : Long.compare(this.key, other.key);
	}

}
