/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.order;

/**
 * What is known of a refund.
 */
public enum KaspiRefundState {

	/**
	 * It is written down and being sent.
	 */
	INTENDED,

	/**
	 * Kaspi Pay accepted it.
	 */
	ACCEPTED,

	/**
	 * It certainly did not happen.
	 */
	REFUSED,

	/**
	 * It was sent and its outcome is not known.
	 */
	IN_DOUBT,

	/**
	 * It was made elsewhere, as in Kaspi Pay's dashboard, and seen in the order.
	 */
	OBSERVED;

	/**
	 * Says whether it may still turn out either way.
	 * @return whether its outcome is open
	 */
	public boolean isPending() {
		return this == INTENDED || this == IN_DOUBT;
	}

	/**
	 * Says whether it happened.
	 * @return whether it counts as refunded
	 */
	public boolean isBooked() {
		return this == ACCEPTED || this == OBSERVED;
	}

}
