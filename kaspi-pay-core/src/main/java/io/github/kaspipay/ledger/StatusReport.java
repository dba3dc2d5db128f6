/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import java.math.BigDecimal;

import io.github.kaspipay.ledger.OrderObservation.Expectation;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.jspecify.annotations.Nullable;

/**
 * What is reported of an order's status.
 *
 * @param status the status
 * @param amount the amount in ₸, or {@code null}
 * @param expectation what the ledger wanted to know, or {@code null}
 * @param answered whether Kaspi Pay answered a call
 * @param orphan whether the order was an orphan before
 * @param refunded what was refunded altogether, in ₸, or {@code null} where it is not
 * told
 * @param tellsRefunds whether a refund would show
 */
record StatusReport(KaspiOrderStatus status, @Nullable BigDecimal amount, @Nullable Expectation expectation,
		boolean answered, boolean orphan, @Nullable BigDecimal refunded, boolean tellsRefunds) {

	StatusReport(KaspiOrderStatus status, @Nullable BigDecimal amount, boolean answered) {
		this(status, amount, null, answered, false, null, true);
	}

}
