package io.github.kaspipay.test;

import java.math.BigDecimal;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

import com.github.tomakehurst.wiremock.http.QueryParameter;
import com.github.tomakehurst.wiremock.http.Request;
import org.jspecify.annotations.Nullable;
import wiremock.com.fasterxml.jackson.databind.JsonNode;

/**
 * Lets other programs, and the simulator's pages, do what a test does in Java.
 */
final class ControlEndpoint {

	private static final int DEFAULT_LIMIT = 1000;

	private final KaspiPaySimulator simulator;

	private final StateVersion version;

	private final Journal<RecordedRequest> requests;

	private final Journal<WebhookDelivery> webhooks;

	private final QrControl qr;

	private final Routes routes;

	ControlEndpoint(KaspiPaySimulator simulator, StateVersion version, Journal<RecordedRequest> requests,
			Journal<WebhookDelivery> webhooks, CheckPayControl checkPay, QrControl qr) {
		this.simulator = simulator;
		this.version = version;
		this.requests = requests;
		this.webhooks = webhooks;
		this.routes = new Routes().on("GET", "/simulator", (request, none) -> overview())
			.on("GET", "/simulator/properties", (request, none) -> text(ConnectionProperties.of(simulator)))
			.on("GET", "/simulator/check-pay/properties",
					(request, none) -> text(ConnectionProperties.ofCheckPay(simulator)))
			.on("GET", "/simulator/orders", (request, none) -> orders())
			.on("GET", "/simulator/orders/{}",
					(request, orderId) -> Answer.json(200, ControlJson.ofOrder(order(orderId))))
			.on("POST", "/simulator/orders/{}/pay", change(this::pay))
			.on("POST", "/simulator/orders/{}/pay-late", change((request, orderId) -> simulator.payLate(orderId)))
			.on("POST", "/simulator/orders/{}/cancel", change((request, orderId) -> simulator.cancel(orderId)))
			.on("POST", "/simulator/orders/{}/decline", change((request, orderId) -> simulator.cancel(orderId)))
			.on("POST", "/simulator/orders/{}/expire", change((request, orderId) -> simulator.expire(orderId)))
			.on("POST", "/simulator/orders/{}/webhook", change(this::sendWebhook))
			.on("POST", "/simulator/orders/{}/refund", this::refund)
			.on("POST", "/simulator/orders/{}/status", this::forceStatus)
			.on("GET", "/simulator/clock", (request, none) -> clock())
			.on("POST", "/simulator/clock/advance", (request, none) -> advance(request))
			.on("GET", "/simulator/faults", (request, none) -> faults())
			.on("POST", "/simulator/faults", (request, none) -> addFault(request))
			.on("DELETE", "/simulator/faults", (request, none) -> clearFaults())
			.on("DELETE", "/simulator/faults/{}", (request, id) -> removeFault(id))
			.on("GET", "/simulator/requests",
					(request, none) -> journal(request, this.requests, ControlJson::ofRequest))
			.on("GET", "/simulator/webhooks",
					(request, none) -> journal(request, this.webhooks, ControlJson::ofWebhook))
			.on("POST", "/simulator/reset", (request, none) -> reset());
		this.qr = qr;
		checkPay.addTo(this.routes);
		qr.addTo(this.routes);
	}

	Answer answer(Request request) {
		String tag = String.format(Locale.ROOT, "\"%s\"", this.version.current());
		if (!request.getMethod().getName().equals("GET")) {
			return this.routes.answer(request);
		}
		if (tag.equals(request.getHeader("If-None-Match"))) {
			return new Answer(HttpURLConnection.HTTP_NOT_MODIFIED, Map.of("ETag", tag), "");
		}
		return this.routes.answer(request).withHeader("ETag", tag).withHeader("Cache-Control", "no-cache");
	}

	private Answer overview() {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("version", this.version.current());
		json.put("baseUrl", this.simulator.baseUrl());
		json.put("merchantId", this.simulator.merchantId());
		json.put("clientId", this.simulator.clientId());
		ControlJson.putIfPresent(json, "qrBaseUrl", this.qr.address());
		json.putAll(time());
		return Answer.json(200, json);
	}

	private static Answer text(String text) {
		return new Answer(200, Map.of("Content-Type", "text/plain; charset=UTF-8"), text);
	}

	private Answer orders() {
		return Answer.json(200, this.simulator.orders().stream().map(ControlJson::ofOrder).toList());
	}

	private SimulatedOrder order(String orderId) {
		return this.simulator.order(orderId).orElseThrow(() -> ApiException.orderNotFound(orderId));
	}

	private Routes.Handler change(BiFunction<Request, String, SimulatedOrder> change) {
		return (request, orderId) -> {
			order(orderId);
			if (!MediaTypes.isForm(request)) {
				return Answer.json(200, ControlJson.ofOrder(change.apply(request, orderId)));
			}
			try {
				change.apply(request, orderId);
				return Answer.seeOther(String.format(Locale.ROOT, "/phone?order=%s&just", orderId));
			}
			catch (ApiException ex) {
				// the page that is shown next tells what the order's status is
				return Answer.seeOther("/phone?order=" + orderId);
			}
		};
	}

	private SimulatedOrder pay(Request request, String orderId) {
		JsonNode json = WireJson.readOptionalObject(request);
		return this.simulator.pay(orderId, optionalAmount(json), optionalTime(json, "paidAt"));
	}

	private SimulatedOrder sendWebhook(Request request, String orderId) {
		JsonNode json = WireJson.readOptionalObject(request);
		this.simulator.sendWebhook(orderId, WireJson.optionalText(json, "status"), optionalAmount(json));
		return order(orderId);
	}

	static @Nullable BigDecimal optionalAmount(JsonNode json) {
		return json.has("amount") ? Money.read(json.get("amount"), "amount") : null;
	}

	private static @Nullable Instant optionalTime(JsonNode json, String name) {
		String text = WireJson.optionalText(json, name);
		try {
			return (text != null) ? Instant.parse(text) : null;
		}
		catch (DateTimeParseException ex) {
			throw ApiException.invalid(name + " must be a time such as 2026-05-09T16:23:15Z");
		}
	}

	private Answer refund(Request request, String orderId) {
		SimulatedOrder order = order(orderId);
		BigDecimal amount = (request.getBody().length > 0)
				? Money.read(WireJson.readObject(request).path("amount"), "amount")
				: order.amount().subtract(order.refundedAmount());
		if (amount.signum() == 0) {
			throw new ApiException(422, "ORDER_NOT_REFUNDABLE", "Nothing is left of order " + orderId);
		}
		return Answer.json(200, ControlJson.ofOrder(this.simulator.refund(orderId, amount)));
	}

	private Answer forceStatus(Request request, String orderId) {
		order(orderId);
		String status = WireJson.requiredText(WireJson.readObject(request), "status");
		return Answer.json(200, ControlJson.ofOrder(this.simulator.forceStatus(orderId, status)));
	}

	private Answer clock() {
		return Answer.json(200, time());
	}

	private Map<String, Object> time() {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("now", this.simulator.clock().instant().toString());
		json.put("advancedSeconds", this.simulator.advanced().toSeconds());
		return json;
	}

	private Answer advance(Request request) {
		try {
			this.simulator.advance(Duration.ofSeconds(Long.parseLong(request.queryParameter("seconds").firstValue())));
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw ApiException.invalid("seconds must be a whole number, neither negative nor beyond 36500 days");
		}
		return clock();
	}

	private Answer faults() {
		return Answer.json(200, this.simulator.faults().active().stream().map(FaultJson::write).toList());
	}

	private Answer addFault(Request request) {
		return Answer.json(201,
				FaultJson.write(this.simulator.faults().add(FaultJson.read(WireJson.readObject(request)))));
	}

	private Answer clearFaults() {
		this.simulator.faults().clear();
		return Answer.noContent();
	}

	private Answer removeFault(String id) {
		if (!this.simulator.faults().remove(id)) {
			throw new ApiException(404, "FAULT_NOT_FOUND", "There is no fault " + id);
		}
		return Answer.noContent();
	}

	static <T> Answer journal(Request request, Journal<T> journal,
			Function<Journal.Entry<T>, Map<String, Object>> json) {
		List<Journal.Entry<T>> entries = journal.after(number(request, "after", 0),
				Math.toIntExact(Math.min(number(request, "limit", DEFAULT_LIMIT), Integer.MAX_VALUE)));
		return Answer.json(200, entries.stream().map(json).toList());
	}

	static long number(Request request, String name, long defaultValue) {
		QueryParameter parameter = request.queryParameter(name);
		try {
			long number = parameter.isPresent() ? Long.parseLong(parameter.firstValue()) : defaultValue;
			if (number >= 0) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// refused below, like a negative number
		}
		throw ApiException.invalid(name + " must be a whole number, not negative");
	}

	private Answer reset() {
		this.simulator.reset();
		return Answer.noContent();
	}

}
