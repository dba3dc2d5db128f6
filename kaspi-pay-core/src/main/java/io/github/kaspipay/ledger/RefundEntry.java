/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import io.github.kaspipay.order.KaspiRefundState;
import org.jspecify.annotations.Nullable;

/**
 * A refund in the ledger. Immutable. Internal: it may change in any release.
 *
 * @param id the ledger's own id of the refund
 * @param key the key it was asked for with, or {@code null}
 * @param amount the amount in ₸, or {@code null} if it is not known
 * @param state what is known of it
 * @param kaspiId Kaspi Pay's id of the refund, or {@code null} where it gave none
 * @param createdAt when it was sent, or seen
 */
public record RefundEntry(String id, @Nullable String key, @Nullable BigDecimal amount, KaspiRefundState state,
		@Nullable String kaspiId, Instant createdAt) {

	static RefundEntry intended(BigDecimal amount, @Nullable String key, Instant now) {
		return new RefundEntry(newId(), key, amount, KaspiRefundState.INTENDED, null, now);
	}

	static RefundEntry observed(@Nullable BigDecimal amount, Instant now) {
		return new RefundEntry(newId(), null, amount, KaspiRefundState.OBSERVED, null, now);
	}

	/**
	 * Returns a random id, short enough to be a part of an event's id.
	 */
	private static String newId() {
		return UUID.randomUUID().toString().replace("-", "").substring(16);
	}

	/**
	 * Returns the refund whose outcome is open.
	 */
	static @Nullable RefundEntry pending(List<RefundEntry> refunds) {
		for (RefundEntry refund : refunds) {
			if (refund.state().isPending()) {
				return refund;
			}
		}
		return null;
	}

	RefundEntry as(KaspiRefundState state) {
		return new RefundEntry(this.id, this.key, this.amount, state, this.kaspiId, this.createdAt);
	}

	RefundEntry withAmount(BigDecimal amount) {
		return new RefundEntry(this.id, this.key, amount, this.state, this.kaspiId, this.createdAt);
	}

	RefundEntry withKaspiId(@Nullable String kaspiId) {
		return new RefundEntry(this.id, this.key, this.amount, this.state,
				(this.kaspiId != null) ? this.kaspiId : kaspiId, this.createdAt);
	}

	RefundEntry sentAgain(Instant now) {
		return new RefundEntry(this.id, this.key, this.amount, KaspiRefundState.INTENDED, this.kaspiId, now);
	}

}
