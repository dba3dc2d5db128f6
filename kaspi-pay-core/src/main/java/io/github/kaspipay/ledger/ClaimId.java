/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

import io.github.kaspipay.event.KaspiOrderDisputedEvent.Reason;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.PaymentBook.RecordedPayment;
import org.jspecify.annotations.Nullable;

/**
 * The id of what was claimed of an order. The ledger keeps it, and it is a part of the id
 * of a dispute's event.
 */
final class ClaimId {

	private ClaimId() {
	}

	/**
	 * The same claim is the same event. Statuses may be long, and event ids may not.
	 */
	static String of(@Nullable Reason reason, KaspiOrderStatus status, @Nullable BigDecimal amount,
			@Nullable RecordedPayment payment) {
		String claim = reason + " " + status + " "
				+ ((amount != null) ? amount.stripTrailingZeros().toPlainString() : "-")
				+ ((payment != null) ? " " + payment.transactionId() : "");
		UUID digest = UUID.nameUUIDFromBytes(claim.getBytes(StandardCharsets.UTF_8));
		return Long.toHexString(digest.getMostSignificantBits());
	}

}
