/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.page;

import java.util.Map;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.simulator.page.HtmlTemplate.Html;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.Parameters;

/**
 * The customer's phone: the payments that wait for a confirmation, and each of them.
 */
final class PhonePage {

	private final PhoneInbox orders;

	private final PhoneInbox qrPayments;

	private final HtmlTemplate inbox = HtmlTemplate.load("phone-inbox.html");

	PhonePage(PhoneInbox orders, PhoneInbox qrPayments) {
		this.orders = orders;
		this.qrPayments = qrPayments;
	}

	Answer show(Request request) {
		boolean just = Parameters.has(request, "just");
		if (Parameters.has(request, "payment")) {
			return this.qrPayments.show(Parameters.text(request, "payment"), just);
		}
		return Parameters.has(request, "order") ? this.orders.show(Parameters.text(request, "order"), just) : inbox();
	}

	private Answer inbox() {
		Html all = this.orders.content().plus(this.qrPayments.content());
		if (all.content().isEmpty()) {
			return Phone.first("Payments", "Nothing to pay", Phone.message("clock", "Nothing to pay",
					"A payment shows up here as soon as the shop has created an order."));
		}
		return Phone.first("Payments", this.orders.version() + this.qrPayments.version(),
				this.inbox.render(Map.of("orders", all)));
	}

}
