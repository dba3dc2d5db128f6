package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;

import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger holds of one order. Immutable.
 *
 * @param order what is known of the order; its id is empty while its creation is open
 * @param pendingRefund a refund that was sent and whose outcome is not known, or
 * {@code null}
 * @param unconfirmed a status that was claimed and that Kaspi Pay has yet to be asked
 * about, or {@code null}
 * @param disputed whether the order was disputed
 * @param recordedAt when the ledger first knew of the order
 * @param nextPollAt when Kaspi Pay is to be asked about the order, before
 * {@link #NOT_FIRST} for before all others, or {@code null} for never
 * @param version grows by 1 with every change
 */
public record LedgerEntry(KaspiOrder order, @Nullable PendingRefund pendingRefund, @Nullable Claim unconfirmed,
		boolean disputed, Instant recordedAt, @Nullable Instant nextPollAt, long version) {

	/**
	 * Nothing is due before this.
	 */
	public static final Instant FIRST = Instant.parse("1850-01-01T00:00:00Z");

	/**
	 * What is due before this is to be asked about before all others, in that order.
	 */
	public static final Instant NOT_FIRST = Instant.EPOCH;

	private static final Duration AHEAD = Duration.ofDays(36_500);

	/**
	 * Returns the entry after it was claimed, to ask Kaspi Pay about it.
	 * @param nextPollAt when the order is due again, or {@code null} for never
	 * @return the entry with that time, one version on
	 */
	public LedgerEntry claimed(@Nullable Instant nextPollAt) {
		return new LedgerEntry(this.order, this.pendingRefund, this.unconfirmed, this.disputed, this.recordedAt,
				nextPollAt, this.version + 1);
	}

	/**
	 * Returns when an order is due that is to be asked about before all others but those
	 * of which this was said earlier.
	 * @param now the time
	 * @return the time to be {@link #nextPollAt()}
	 */
	public static Instant first(Instant now) {
		return now.minus(AHEAD);
	}

	/**
	 * Says whether Kaspi Pay is to be asked about the order before all others.
	 * @return whether it is
	 */
	public boolean isFirst() {
		return this.nextPollAt != null && this.nextPollAt.isBefore(NOT_FIRST);
	}

	LedgerEntry askedFirst(Instant now) {
		return new LedgerEntry(this.order, this.pendingRefund, this.unconfirmed, this.disputed, this.recordedAt,
				first(now), this.version);
	}

	LedgerEntry withVersion(long version) {
		return new LedgerEntry(this.order, this.pendingRefund, this.unconfirmed, this.disputed, this.recordedAt,
				this.nextPollAt, version);
	}

	boolean isIntent() {
		return this.order.orderId().isEmpty();
	}

	boolean isSettled() {
		return !isIntent() && !OrderTransitions.isOpen(this.order.status()) && this.pendingRefund == null
				&& this.unconfirmed == null;
	}

	BigDecimal leftToRefund() {
		return this.order.amount().subtract(this.order.refundedAmount());
	}

	/**
	 * A refund on its way.
	 *
	 * @param id tells it from another refund of the same order
	 * @param amount the amount in ₸
	 * @param since when it was sent
	 */
	public record PendingRefund(String id, BigDecimal amount, Instant since) {

		/**
		 * A store may keep less of the time and of the amount's form than it was given.
		 */
		boolean isSameAs(@Nullable PendingRefund other) {
			return other != null && this.id.equals(other.id());
		}

	}

	/**
	 * A status that was claimed.
	 *
	 * @param status the status
	 * @param since when it was claimed
	 */
	public record Claim(KaspiOrderStatus status, Instant since) {

	}

}
