/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.reactive;

import java.util.Set;

import io.github.kaspipay.merchant.KaspiMerchants;
import reactor.core.scheduler.Scheduler;

/**
 * {@link KaspiMerchants} for callers that must not block. Thread-safe.
 */
public interface ReactiveKaspiMerchants {

	/**
	 * Returns the service that creates, queries and refunds a merchant's orders.
	 * @param name the merchant's name; empty for the default one
	 * @return the service
	 * @throws IllegalArgumentException if there is no such merchant; the message names
	 * those there are
	 */
	ReactiveKaspiOrderService get(String name);

	/**
	 * Returns the names of all merchants.
	 * @return the names, in alphabetical order; the empty name is among them if there is
	 * a default merchant
	 */
	Set<String> names();

	/**
	 * Makes calls of all merchants' services on threads that may block.
	 * @param merchants the merchants
	 * @param calls where calls to Kaspi Pay wait for their answers
	 * @param lookUps where the ledger is read
	 * @return the merchants
	 * @see ReactiveKaspiOrderService#of
	 */
	static ReactiveKaspiMerchants of(KaspiMerchants merchants, Scheduler calls, Scheduler lookUps) {
		return new OffloadedKaspiMerchants(merchants, calls, lookUps);
	}

}
