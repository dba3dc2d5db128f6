package io.github.kaspipay.test;

import java.math.BigDecimal;
import java.net.URI;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import com.github.tomakehurst.wiremock.http.QueryParameter;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.test.HtmlTemplate.Html;

/**
 * The customer's phone: the payments that wait for a confirmation, and each of them.
 */
final class PhonePage {

	static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
		.withZone(ZoneOffset.UTC);

	private final OrderBook orders;

	private final Clock clock;

	private final String merchantId;

	private final QrPhonePage qr;

	private final HtmlTemplate page = HtmlTemplate.load("web/phone.html");

	private final HtmlTemplate home = HtmlTemplate.load("web/phone-home.html");

	private final HtmlTemplate inbox = HtmlTemplate.load("web/phone-inbox.html");

	private final HtmlTemplate inboxOrder = HtmlTemplate.load("web/phone-inbox-order.html");

	private final HtmlTemplate confirm = HtmlTemplate.load("web/phone-confirm.html");

	private final HtmlTemplate result = HtmlTemplate.load("web/phone-result.html");

	private final HtmlTemplate paidAt = HtmlTemplate.load("web/phone-paid-at.html");

	private final HtmlTemplate back = HtmlTemplate.load("web/phone-back.html");

	private final HtmlTemplate empty = HtmlTemplate.load("web/phone-empty.html");

	PhonePage(OrderBook orders, Clock clock, String merchantId, QrPhonePage qr) {
		this.orders = orders;
		this.clock = clock;
		this.merchantId = merchantId;
		this.qr = qr;
	}

	Answer show(Request request) {
		QueryParameter payment = request.queryParameter("payment");
		if (payment.isPresent()) {
			return this.qr.show(payment.firstValue(), request.queryParameter("just").isPresent());
		}
		QueryParameter parameter = request.queryParameter("order");
		if (!parameter.isPresent()) {
			return inbox();
		}
		String orderId = parameter.firstValue();
		return this.orders.find(orderId)
			.map((order) -> isOpen(order) ? confirm(order) : result(order, request.queryParameter("just").isPresent()))
			.orElseGet(() -> empty("Payment", "info", "No such payment",
					String.format(Locale.ROOT, "There is no order %s. Ask the shop for a new code.", orderId)));
	}

	private Answer inbox() {
		List<SimulatedOrder> open = this.orders.newestFirst().stream().filter(PhonePage::isOpen).toList();
		Html qrPayments = this.qr.inbox();
		if (open.isEmpty() && qrPayments.content().isEmpty()) {
			return empty("Payments", "clock", "Nothing to pay",
					"A payment shows up here as soon as the shop has created an order.");
		}
		Html list = open.stream().map((order) -> this.inboxOrder.render(values(order))).reduce(Html.EMPTY, Html::plus);
		return page("Payments", open.stream().map(SimulatedOrder::orderId).toList() + this.qr.inboxVersion(),
				Html.EMPTY, this.inbox.render(Map.of("orders", list.plus(qrPayments))));
	}

	private Answer confirm(SimulatedOrder order) {
		return page("Confirm payment", version(order), home(), this.confirm.render(values(order)));
	}

	private Answer result(SimulatedOrder order, boolean just) {
		Result result = Result.of(order, just);
		Map<String, Object> values = values(order);
		values.put("kind", result.kind());
		values.put("icon", result.icon());
		values.put("headline", result.headline());
		values.put("text", result.text());
		Instant paid = order.paidAt();
		values.put("paidAt", (paid != null) ? this.paidAt.render(Map.of("paidAt", TIME.format(paid))) : Html.EMPTY);
		URI returnUrl = order.returnUrl();
		values.put("back", (returnUrl != null) ? this.back.render(Map.of("returnUrl", returnUrl)) : Html.EMPTY);
		return page("Payment", version(order), home(), this.result.render(values));
	}

	private Answer empty(String title, String icon, String headline, String text) {
		return page(title, headline, title.equals("Payments") ? Html.EMPTY : home(),
				this.empty.render(Map.of("icon", icon, "headline", headline, "text", text)));
	}

	private Answer page(String title, String version, Html home, Html content) {
		return Answer
			.html(this.page.render(Map.of("title", title, "version", version, "home", home, "content", content))
				.content());
	}

	private Html home() {
		return this.home.render(Map.of());
	}

	private Map<String, Object> values(SimulatedOrder order) {
		String description = order.description();
		Duration left = Duration.between(this.clock.instant(), order.expiresAt());
		Map<String, Object> values = new HashMap<>();
		values.put("orderId", order.orderId());
		values.put("reference", order.reference());
		values.put("merchant", this.merchantId);
		values.put("amount", format(order.amount()));
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

	static String format(BigDecimal amount) {
		DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
		symbols.setGroupingSeparator('\u00a0');
		symbols.setDecimalSeparator(',');
		String pattern = (amount.scale() > 0) ? "#,##0.00" : "#,##0";
		return new DecimalFormat(pattern, symbols).format(amount) + "\u00a0₸";
	}

	/**
	 * What the customer reads of an order that is not to be confirmed any more.
	 *
	 * @param kind the class it is styled by
	 * @param icon the symbol that stands for it
	 * @param headline what became of the order
	 * @param text what that means for the customer
	 */
	private record Result(String kind, String icon, String headline, String text) {

		static Result of(SimulatedOrder order, boolean just) {
			return switch (order.status()) {
				case OrderBook.PAID -> new Result("paid", "check", just ? "Paid" : "Already paid",
						just ? "The shop hears of it now." : "There is nothing more to pay for this order.");
				case OrderBook.CANCELLED -> new Result("declined", "cross", just ? "Declined" : "Cancelled",
						just ? "Nothing was taken from your account." : "This order cannot be paid any more.");
				case OrderBook.EXPIRED -> new Result("expired", "clock", "Expired",
						"The code was not paid in time. Ask the shop for a new one.");
				case OrderBook.PARTIALLY_REFUNDED -> new Result("refunded", "return", "Partially refunded",
						format(order.refundedAmount()) + " came back to your account.");
				case OrderBook.REFUNDED ->
					new Result("refunded", "return", "Refunded", "The whole amount came back to your account.");
				default -> new Result("unknown", "info", order.status(), "The order cannot be paid now.");
			};
		}

	}

}
