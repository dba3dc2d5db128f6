/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.checkpay;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * How Kaspi calls the merchant.
 *
 * @param calledFrom what {@code X-Forwarded-For} says
 * @param patience how long an answer is waited for
 * @param format how answers have to be written, or {@code null} for either format
 * @param sharedSecret what {@code data1} says, or {@code null} to leave it out
 */
record CheckPayTerms(String calledFrom, Duration patience, @Nullable AnswerFormat format,
		@Nullable String sharedSecret) {

	private static final Pattern HEADER = Pattern.compile("[\\x20-\\x7e]{1,200}");

	private static final Duration MAX_PATIENCE = Duration.ofMinutes(10);

	static final CheckPayTerms DEFAULT = new CheckPayTerms(SimulatedCheckPay.KASPI_ADDRESS, Duration.ofSeconds(15),
			null, null);

	CheckPayTerms {
		if (!HEADER.matcher(calledFrom).matches()) {
			throw new IllegalArgumentException("The address must be 1 to 200 characters of ASCII");
		}
		if (patience.isZero() || patience.isNegative() || patience.compareTo(MAX_PATIENCE) > 0) {
			throw new IllegalArgumentException("The patience must be more than 0, and 10 minutes at most");
		}
	}

	CheckPayTerms withCalledFrom(String address) {
		return new CheckPayTerms(address, this.patience, this.format, this.sharedSecret);
	}

	CheckPayTerms withPatience(Duration time) {
		return new CheckPayTerms(this.calledFrom, time, this.format, this.sharedSecret);
	}

	CheckPayTerms withFormat(@Nullable AnswerFormat agreed) {
		return new CheckPayTerms(this.calledFrom, this.patience, agreed, this.sharedSecret);
	}

	CheckPayTerms withSharedSecret(@Nullable String secret) {
		return new CheckPayTerms(this.calledFrom, this.patience, this.format, secret);
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "CheckPayTerms[calledFrom=%s, patience=%s, format=%s]", this.calledFrom,
				this.patience, this.format);
	}

}
