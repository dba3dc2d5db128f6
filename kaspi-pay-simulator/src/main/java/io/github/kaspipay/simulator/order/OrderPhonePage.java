/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.order;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.github.kaspipay.simulator.page.HtmlTemplate;
import io.github.kaspipay.simulator.page.HtmlTemplate.Html;
import io.github.kaspipay.simulator.page.Phone;
import io.github.kaspipay.simulator.page.PhoneInbox;
import io.github.kaspipay.simulator.page.PhoneResult;
import io.github.kaspipay.simulator.wire.Answer;

/**
 * The phone of a customer who pays an order.
 */
final class OrderPhonePage implements PhoneInbox {

	private final OrderBook orders;

	private final Clock clock;

	private final String merchantId;

	private final HtmlTemplate inboxOrder = HtmlTemplate.load("phone-inbox-order.html");

	private final HtmlTemplate confirm = HtmlTemplate.load("phone-confirm.html");

	private final HtmlTemplate result = HtmlTemplate.load("phone-result.html");

	private final HtmlTemplate back = HtmlTemplate.load("phone-back.html");

	OrderPhonePage(OrderBook orders, Clock clock, String merchantId) {
		this.orders = orders;
		this.clock = clock;
		this.merchantId = merchantId;
	}

	@Override
	public Html content() {
		return open().stream().map((order) -> this.inboxOrder.render(values(order))).reduce(Html.EMPTY, Html::plus);
	}

	@Override
	public String version() {
		return open().stream().map(SimulatedOrder::orderId).toList().toString();
	}

	private List<SimulatedOrder> open() {
		return this.orders.newestFirst().stream().filter(OrderPhonePage::isOpen).toList();
	}

	@Override
	public Answer show(String orderId, boolean just) {
		return this.orders.find(orderId)
			.map((order) -> isOpen(order) ? confirm(order) : result(order, just))
			.orElseGet(() -> Phone.page("Payment", "No such payment", Phone.message("info", "No such payment",
					String.format(Locale.ROOT, "There is no order %s. Ask the shop for a new code.", orderId))));
	}

	private Answer confirm(SimulatedOrder order) {
		return Phone.page("Confirm payment", version(order), this.confirm.render(values(order)));
	}

	private Answer result(SimulatedOrder order, boolean just) {
		Map<String, Object> values = values(order);
		outcome(order, just).putInto(values);
		values.put("paidAt", Phone.paidAt(order.paidAt()));
		URI returnUrl = order.returnUrl();
		values.put("back", (returnUrl != null) ? this.back.render(Map.of("returnUrl", returnUrl)) : Html.EMPTY);
		return Phone.page("Payment", version(order), this.result.render(values));
	}

	private static PhoneResult outcome(SimulatedOrder order, boolean just) {
		return switch (order.status()) {
			case OrderBook.PAID -> PhoneResult.paid(just ? "Paid" : "Already paid",
					just ? "The shop hears of it now." : "There is nothing more to pay for this order.");
			case OrderBook.CANCELLED -> PhoneResult.declined(just ? "Declined" : "Cancelled",
					just ? "Nothing was taken from your account." : "This order cannot be paid any more.");
			case OrderBook.EXPIRED ->
				PhoneResult.expired("Expired", "The code was not paid in time. Ask the shop for a new one.");
			case OrderBook.PARTIALLY_REFUNDED -> PhoneResult.refunded("Partially refunded",
					Phone.amount(order.refundedAmount()) + " came back to your account.");
			case OrderBook.REFUNDED -> PhoneResult.refunded("Refunded", "The whole amount came back to your account.");
			default -> PhoneResult.unknown(order.status(), "The order cannot be paid now.");
		};
	}

	private Map<String, Object> values(SimulatedOrder order) {
		String description = order.description();
		Duration left = Duration.between(this.clock.instant(), order.expiresAt());
		Map<String, Object> values = new HashMap<>();
		values.put("orderId", order.orderId());
		values.put("reference", order.reference());
		values.put("merchant", this.merchantId);
		values.put("amount", Phone.amount(order.amount()));
		values.put("description", Objects.requireNonNullElse(description, ""));
		values.put("title", (description != null) ? description : order.reference());
		values.put("secondsLeft", left.toSeconds());
		values.put("timeLeft", String.format(Locale.ROOT, "%s min", left.plusSeconds(59).toMinutes()));
		return values;
	}

	private static boolean isOpen(SimulatedOrder order) {
		return order.status().equals(OrderBook.INIT);
	}

	private static String version(SimulatedOrder order) {
		return String.format(Locale.ROOT, "%s %s %s", order.orderId(), order.status(), order.refundedAmount());
	}

}
