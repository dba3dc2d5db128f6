/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.kaspipay.order.OrderRules;
import org.jspecify.annotations.Nullable;

/**
 * An account that is no order. Immutable; every {@code with} method returns a new one.
 *
 * @param state whether it can be paid
 * @param amountDue what is due, in ₸, or {@code null} for any amount
 * @param fields what the payer is shown, by its label, in this order
 * @param bin the company that is paid, where one service pays several, or {@code null}
 * @param metadata what the order of a payment, and its events, are to carry
 */
public record KaspiAccount(State state, @Nullable BigDecimal amountDue, Map<String, String> fields,
		@Nullable String bin, Map<String, String> metadata) {

	/**
	 * Creates an account.
	 * @param state whether it can be paid
	 * @param amountDue what is due, in ₸, or {@code null} for any amount
	 * @param fields what the payer is shown, by its label, in this order
	 * @param bin the company that is paid, or {@code null}
	 * @param metadata what the order of a payment, and its events, are to carry
	 * @throws IllegalArgumentException if the amount is not more than 0 with at most 2
	 * decimals, or the metadata is more than an order can carry
	 */
	public KaspiAccount {
		if (amountDue != null) {
			OrderRules.requireAmount(amountDue);
		}
		OrderRules.requireMetadata(metadata);
		fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
		metadata = Map.copyOf(metadata);
	}

	/**
	 * Makes an account that owes an amount. Another one is disputed.
	 * @param amountDue what is due, in ₸: more than 0, with at most 2 decimals
	 * @return the account
	 */
	public static KaspiAccount due(BigDecimal amountDue) {
		return new KaspiAccount(State.PAYABLE, amountDue, Map.of(), null, Map.of());
	}

	/**
	 * Makes an account that takes any amount.
	 * @return the account
	 */
	public static KaspiAccount anyAmount() {
		return new KaspiAccount(State.PAYABLE, null, Map.of(), null, Map.of());
	}

	/**
	 * Makes an account that cannot be paid now.
	 * @param state why
	 * @return the account
	 */
	public static KaspiAccount notPayable(State state) {
		return new KaspiAccount(state, null, Map.of(), null, Map.of());
	}

	/**
	 * Adds what the payer is shown.
	 * @param label what it is, such as {@code Contract}
	 * @param text the text
	 * @return the account
	 */
	public KaspiAccount withField(String label, String text) {
		Map<String, String> added = new LinkedHashMap<>(this.fields);
		added.put(label, text);
		return new KaspiAccount(this.state, this.amountDue, added, this.bin, this.metadata);
	}

	/**
	 * Names the company that is paid.
	 * @param bin its business identification number
	 * @return the account
	 */
	public KaspiAccount withBin(String bin) {
		return new KaspiAccount(this.state, this.amountDue, this.fields, bin, this.metadata);
	}

	/**
	 * Adds what the application wants to find again in the payment's order and events.
	 * @param key 1 to 64 visible characters
	 * @param value at most 500 characters
	 * @return the account
	 */
	public KaspiAccount withMetadata(String key, String value) {
		Map<String, String> added = new LinkedHashMap<>(this.metadata);
		added.put(key, value);
		return new KaspiAccount(this.state, this.amountDue, this.fields, this.bin, added);
	}

	/**
	 * Whether an account can be paid.
	 */
	public enum State {

		/**
		 * It can be paid.
		 */
		PAYABLE,

		/**
		 * It was closed, cancelled or has expired.
		 */
		CLOSED,

		/**
		 * There is nothing more to pay.
		 */
		PAID,

		/**
		 * Another payment is under way.
		 */
		IN_PROGRESS

	}

}
