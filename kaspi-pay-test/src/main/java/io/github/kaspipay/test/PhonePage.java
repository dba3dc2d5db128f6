package io.github.kaspipay.test;

import java.math.BigDecimal;
import java.net.URI;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import com.github.tomakehurst.wiremock.http.QueryParameter;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.test.HtmlTemplate.Html;

/**
 * The page on which a human plays the customer.
 */
final class PhonePage {

	private final OrderBook orders;

	private final Clock clock;

	private final HtmlTemplate page = HtmlTemplate.load("phone.html");

	private final HtmlTemplate openOrder = HtmlTemplate.load("phone-open-order.html");

	private final HtmlTemplate closedOrder = HtmlTemplate.load("phone-closed-order.html");

	private final HtmlTemplate back = HtmlTemplate.load("phone-back.html");

	private final HtmlTemplate none = HtmlTemplate.load("phone-none.html");

	PhonePage(OrderBook orders, Clock clock) {
		this.orders = orders;
		this.clock = clock;
	}

	Answer show(Request request) {
		QueryParameter parameter = request.queryParameter("order");
		String asked = parameter.isPresent() ? parameter.firstValue() : "";
		List<SimulatedOrder> all = this.orders.newestFirst();
		Html content = asked.isEmpty() ? Html.EMPTY
				: all.stream()
					.filter((order) -> order.orderId().equals(asked))
					.findFirst()
					.map((order) -> isOpen(order) ? open(order, true) : closed(order))
					.orElseGet(() -> this.none.render(Map.of("message", "There is no order " + asked)));
		for (SimulatedOrder order : all) {
			if (isOpen(order) && !order.orderId().equals(asked)) {
				content = content.plus(open(order, false));
			}
		}
		if (content.content().isEmpty()) {
			content = this.none.render(Map.of("message", "No orders are waiting to be paid."));
		}
		return Answer.html(this.page.render(Map.of("orders", content)).content());
	}

	private Html open(SimulatedOrder order, boolean asked) {
		return this.openOrder.render(Map.of("marker", asked ? "asked" : "", "amount", format(order.amount()),
				"description", description(order), "reference", order.reference(), "orderId", order.orderId(),
				"timeLeft", timeLeft(order)));
	}

	private Html closed(SimulatedOrder order) {
		URI returnUrl = order.returnUrl();
		return this.closedOrder.render(
				Map.of("status", order.status(), "amount", format(order.amount()), "description", description(order),
						"reference", order.reference(), "orderId", order.orderId(), "state", state(order.status()),
						"back", (returnUrl != null) ? this.back.render(Map.of("returnUrl", returnUrl)) : Html.EMPTY));
	}

	private String timeLeft(SimulatedOrder order) {
		long minutes = Duration.between(this.clock.instant(), order.expiresAt()).plusSeconds(59).toMinutes();
		return "Can be paid for another %d min".formatted(minutes);
	}

	private static boolean isOpen(SimulatedOrder order) {
		return order.status().equals(OrderBook.INIT);
	}

	private static String description(SimulatedOrder order) {
		return Objects.requireNonNullElse(order.description(), "");
	}

	private static String state(String status) {
		return switch (status) {
			case OrderBook.PAID -> "Paid";
			case OrderBook.CANCELLED -> "Cancelled";
			case OrderBook.EXPIRED -> "Expired";
			case OrderBook.PARTIALLY_REFUNDED -> "Partially refunded";
			case OrderBook.REFUNDED -> "Refunded";
			default -> status;
		};
	}

	private static String format(BigDecimal amount) {
		DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
		symbols.setGroupingSeparator('\u00a0');
		symbols.setDecimalSeparator(',');
		String pattern = (amount.scale() > 0) ? "#,##0.00" : "#,##0";
		return new DecimalFormat(pattern, symbols).format(amount) + "\u00a0₸";
	}

}
