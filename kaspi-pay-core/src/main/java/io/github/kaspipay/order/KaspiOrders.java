/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.order;

import java.time.LocalDate;
import java.util.List;

/**
 * Looks orders up in the ledger, as a back office does. Makes no call. Thread-safe.
 */
public interface KaspiOrders {

	/**
	 * Returns a page of orders, newest first.
	 * @param query which orders
	 * @return the page
	 */
	KaspiOrderPage find(KaspiOrderQuery query);

	/**
	 * Lists a day's payments, to be compared with what the bank booked: those that Kaspi
	 * told of by itself, with its own ids, disputed ones included and refused ones not.
	 * There are none where no protocol does that.
	 * @param day the day, in {@link KaspiPayment#BANK_ZONE}
	 * @return the payments, earliest first
	 */
	List<KaspiPayment> payments(LocalDate day);

}
