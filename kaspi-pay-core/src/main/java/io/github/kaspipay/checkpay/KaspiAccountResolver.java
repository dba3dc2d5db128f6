/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.util.Optional;

/**
 * Says what accounts there are that are no orders: contracts, phone numbers, number
 * plates. A bean of the application; asked only for an account that is no order's
 * reference. Must be thread-safe, should answer within a second or two, and must not book
 * anything: a check may come any number of times. Each payment of such an account becomes
 * an order of its own, with its {@link io.github.kaspipay.event.KaspiOrderPaidEvent}.
 * <p>
 * At most 16 look-ups of a merchant run at a time; beyond that Kaspi is told to try
 * again. A look-up that takes too long is interrupted.
 */
@FunctionalInterface
public interface KaspiAccountResolver {

	/**
	 * Looks an account up.
	 * @param account what the customer entered: 1 to 200 visible characters
	 * @return the account, or empty if there is none; what is thrown is answered as an
	 * error, and Kaspi may ask again
	 */
	Optional<KaspiAccount> resolve(String account);

	/**
	 * Looks an account of one of several merchants up, where there are some. Only the
	 * default merchant has any unless this says so: the same account may be somebody
	 * else's at another merchant.
	 * @param account what the customer entered: 1 to 200 visible characters
	 * @param merchant the merchant's name; empty for the default one
	 * @return the account, or empty if there is none
	 */
	default Optional<KaspiAccount> resolve(String account, String merchant) {
		return merchant.isEmpty() ? resolve(account) : Optional.empty();
	}

}
