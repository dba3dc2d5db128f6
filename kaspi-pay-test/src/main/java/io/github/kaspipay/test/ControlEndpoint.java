package io.github.kaspipay.test;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

import com.github.tomakehurst.wiremock.http.Request;
import org.jspecify.annotations.Nullable;

/**
 * Lets other programs, and the phone page, play the customer.
 */
final class ControlEndpoint {

	private final OrderBook orders;

	private final Clock clock;

	private final Consumer<Duration> advance;

	ControlEndpoint(OrderBook orders, Clock clock, Consumer<Duration> advance) {
		this.orders = orders;
		this.clock = clock;
		this.advance = advance;
	}

	Answer list() {
		return Answer.json(200, this.orders.newestFirst().stream().map(ControlEndpoint::toJson).toList());
	}

	Answer pay(String orderId, Request request) {
		return change(orderId, request, this.orders::pay);
	}

	Answer decline(String orderId, Request request) {
		return change(orderId, request, this.orders::cancel);
	}

	Answer advance(Request request) {
		try {
			this.advance.accept(Duration.ofSeconds(Long.parseLong(request.queryParameter("seconds").firstValue())));
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw ApiException.invalid("seconds must be a whole number, neither negative nor beyond 36500 days");
		}
		return Answer.json(200, Map.of("now", this.clock.instant().toString()));
	}

	private Answer change(String orderId, Request request, Function<String, SimulatedOrder> change) {
		if (this.orders.find(orderId).isEmpty()) {
			throw ApiException.orderNotFound(orderId);
		}
		if (!MediaTypes.isForm(request)) {
			return Answer.json(200, toJson(change.apply(orderId)));
		}
		try {
			change.apply(orderId);
			return Answer.seeOther("/phone?order=%s&just".formatted(orderId));
		}
		catch (ApiException ex) {
			// the page that is shown next tells what the order's status is
			return Answer.seeOther("/phone?order=" + orderId);
		}
	}

	private static Map<String, Object> toJson(SimulatedOrder order) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("orderId", order.orderId());
		json.put("reference", order.reference());
		json.put("status", order.status());
		json.put("amount", order.amount());
		json.put("refundedAmount", order.refundedAmount());
		putIfPresent(json, "description", order.description());
		putIfPresent(json, "callbackUrl", order.callbackUrl());
		putIfPresent(json, "returnUrl", order.returnUrl());
		json.put("qrData", order.qrData());
		json.put("paymentUrl", order.paymentUrl().toString());
		json.put("createdAt", order.createdAt().toString());
		json.put("expiresAt", order.expiresAt().toString());
		putIfPresent(json, "paidAt", order.paidAt());
		return json;
	}

	private static void putIfPresent(Map<String, Object> json, String name, @Nullable Object value) {
		if (value != null) {
			json.put(name, value.toString());
		}
	}

}
