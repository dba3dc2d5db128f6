/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.page;

import java.util.Map;

/**
 * What the customer reads of a payment that is not to be confirmed any more. Internal to
 * the simulator.
 *
 * @param kind the class it is styled by
 * @param icon the symbol that stands for it
 * @param headline what became of the payment
 * @param text what that means for the customer
 */
public record PhoneResult(String kind, String icon, String headline, String text) {

	public static PhoneResult paid(String headline, String text) {
		return new PhoneResult("paid", "check", headline, text);
	}

	public static PhoneResult declined(String headline, String text) {
		return new PhoneResult("declined", "cross", headline, text);
	}

	public static PhoneResult expired(String headline, String text) {
		return new PhoneResult("expired", "clock", headline, text);
	}

	public static PhoneResult refunded(String headline, String text) {
		return new PhoneResult("refunded", "return", headline, text);
	}

	public static PhoneResult unknown(String headline, String text) {
		return new PhoneResult("unknown", "info", headline, text);
	}

	/**
	 * Fills in what a template shows of it.
	 */
	public void putInto(Map<String, Object> values) {
		values.put("kind", this.kind);
		values.put("icon", this.icon);
		values.put("headline", this.headline);
		values.put("text", this.text);
	}

}
