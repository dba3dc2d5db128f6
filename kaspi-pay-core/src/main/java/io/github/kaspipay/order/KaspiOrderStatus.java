/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.order;

import java.util.Locale;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Status of an order. The values of the Kaspi Pay contract are constants; any other value
 * is kept as it came.
 *
 * @param value the status, upper case, 1 to 64 characters
 */
public record KaspiOrderStatus(String value) {

	/**
	 * Created and not yet paid.
	 */
	public static final KaspiOrderStatus INIT = new KaspiOrderStatus("INIT");

	/**
	 * Paid.
	 */
	public static final KaspiOrderStatus PAID = new KaspiOrderStatus("PAID");

	/**
	 * Cancelled, or not paid within 30 minutes.
	 */
	public static final KaspiOrderStatus CANCELLED = new KaspiOrderStatus("CANCELLED");

	/**
	 * Not paid while its QR code was valid.
	 */
	public static final KaspiOrderStatus EXPIRED = new KaspiOrderStatus("EXPIRED");

	/**
	 * Paid, and a part of it given back.
	 */
	public static final KaspiOrderStatus PARTIALLY_REFUNDED = new KaspiOrderStatus("PARTIALLY_REFUNDED");

	/**
	 * Paid, and all of it given back.
	 */
	public static final KaspiOrderStatus REFUNDED = new KaspiOrderStatus("REFUNDED");

	/**
	 * The ledger's own: the order's creation was sent and no answer is known yet. Kaspi
	 * Pay never says this.
	 */
	public static final KaspiOrderStatus UNKNOWN = new KaspiOrderStatus("UNKNOWN");

	/**
	 * Creates a status from the text on the wire. The spelling {@code CANCELED} becomes
	 * {@code CANCELLED}.
	 * @param value the text
	 * @throws IllegalArgumentException if the text is blank, longer than 64 characters or
	 * has control characters
	 */
	@JsonCreator(mode = JsonCreator.Mode.DELEGATING)
	public KaspiOrderStatus {
		value = value.strip().toUpperCase(Locale.ROOT);
		if (value.isEmpty() || value.length() > 64
				|| !value.codePoints().allMatch((c) -> c == ' ' || OrderRules.isVisible(c))) {
			throw new IllegalArgumentException("status must be 1 to 64 characters, none of them a control character");
		}
		if (value.equals("CANCELED")) {
			value = "CANCELLED";
		}
	}

	/**
	 * Returns the status as text, which is also its form in JSON.
	 * @return the text, upper case
	 */
	@Override
	@JsonValue
	public String value() {
		return this.value;
	}

	/**
	 * Says whether an order with this status was paid, refunded since or not.
	 * @return whether it was paid
	 */
	public boolean isPaid() {
		return equals(PAID) || isRefund();
	}

	/**
	 * Says whether an order with this status was refunded, in part or wholly.
	 * @return whether it was refunded
	 */
	public boolean isRefund() {
		return equals(PARTIALLY_REFUNDED) || equals(REFUNDED);
	}

	/**
	 * Says whether an order with this status was closed without a payment.
	 * @return whether it was cancelled or has expired
	 */
	public boolean isClosed() {
		return equals(CANCELLED) || equals(EXPIRED);
	}

	/**
	 * Says whether an order with this status may still be paid. A status nobody knows
	 * counts as open.
	 * @return whether it is neither paid nor closed
	 */
	public boolean isOpen() {
		return !isPaid() && !isClosed();
	}

	/**
	 * Says whether the Kaspi Pay contract names this status.
	 * @return {@code false} for a value nobody knows
	 */
	public boolean isNamed() {
		return equals(INIT) || equals(UNKNOWN) || isPaid() || isClosed();
	}

	/**
	 * Written out: the method that a record is given took a tenth of a webhook's time.
	 */
	@Override
	public boolean equals(@Nullable Object other) {
		return this == other || (other instanceof KaspiOrderStatus status && this.value.equals(status.value));
	}

	@Override
	public int hashCode() {
		return this.value.hashCode();
	}

	@Override
	public String toString() {
		return this.value;
	}

}
