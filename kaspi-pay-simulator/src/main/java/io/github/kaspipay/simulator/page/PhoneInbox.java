/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.page;

import io.github.kaspipay.simulator.page.HtmlTemplate.Html;
import io.github.kaspipay.simulator.wire.Answer;

/**
 * The payments of one kind, as the customer's phone shows them. Internal to the
 * simulator.
 */
public interface PhoneInbox {

	/**
	 * Returns what waits for the customer, for the list of all payments.
	 */
	Html content();

	/**
	 * Returns what changes whenever that list does.
	 */
	String version();

	/**
	 * Shows one payment.
	 * @param id the payment's id
	 * @param just whether the customer has just done something with it
	 */
	Answer show(String id, boolean just);

}
