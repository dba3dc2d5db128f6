/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

import io.github.kaspipay.order.KaspiDisputes;
import io.github.kaspipay.order.KaspiOrder;

/**
 * Settles disputes in the ledger. Thread-safe. Internal: it may change in any release.
 */
public class LedgerKaspiDisputes implements KaspiDisputes {

	private final KaspiOrderLedger ledger;

	/**
	 * Creates the disputes.
	 * @param ledger the ledger
	 */
	public LedgerKaspiDisputes(KaspiOrderLedger ledger) {
		this.ledger = ledger;
	}

	@Override
	public KaspiOrder accept(String orderId) {
		return this.ledger.acceptDispute(orderId);
	}

	@Override
	public KaspiOrder dismiss(String orderId) {
		return this.ledger.dismissDispute(orderId);
	}

}
