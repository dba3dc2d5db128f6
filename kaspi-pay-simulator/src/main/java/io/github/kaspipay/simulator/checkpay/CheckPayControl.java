/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.checkpay;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.simulator.journal.Journal;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.ApiException;
import io.github.kaspipay.simulator.wire.Money;
import io.github.kaspipay.simulator.wire.Parameters;
import io.github.kaspipay.simulator.wire.Routes;
import io.github.kaspipay.simulator.wire.WireJson;
import org.jspecify.annotations.Nullable;
import wiremock.com.fasterxml.jackson.databind.JsonNode;

/**
 * Lets other programs, and the control page, have Kaspi call the merchant by check/pay.
 */
final class CheckPayControl {

	private static final int MAX_AT_ONCE = 100;

	private final SimulatedCheckPay kaspi;

	private final Journal<CheckPayCall> calls;

	private final Supplier<String> baseUrl;

	CheckPayControl(SimulatedCheckPay kaspi, Journal<CheckPayCall> calls, Supplier<String> baseUrl) {
		this.kaspi = kaspi;
		this.calls = calls;
		this.baseUrl = baseUrl;
	}

	void addTo(Routes routes) {
		routes.on("GET", "/simulator/check-pay", (request, none) -> Answer.json(200, terms()))
			.on("POST", "/simulator/check-pay", (request, none) -> change(request))
			.on("GET", "/simulator/check-pay/calls",
					(request, none) -> this.calls.answer(request, CheckPayControl::json))
			.on("GET", "/simulator/check-pay/properties", (request, none) -> Answer.text(properties()))
			.on("POST", "/simulator/check-pay/check",
					(request, none) -> answer(this.kaspi.check(account(WireJson.readObject(request)))))
			.on("POST", "/simulator/check-pay/pay", (request, none) -> pay(request))
			.on("POST", "/simulator/check-pay/race", (request, none) -> race(request))
			.on("POST", "/simulator/check-pay/{}/repeat", this::repeat);
	}

	/**
	 * Returns the properties that connect a Spring Boot application.
	 */
	private String properties() {
		return String.format(Locale.ROOT, """
				kaspi.pay.api=check-pay
				kaspi.pay.check-pay.trusted-proxies=127.0.0.1,::1
				kaspi.pay.check-pay.service-name=Shop
				kaspi.pay.check-pay.service-id=1234
				kaspi.pay.check-pay.account-parameter=5678
				kaspi.pay.check-pay.payment-page=%s/pay
				""", this.baseUrl.get());
	}

	private Map<String, Object> terms() {
		CheckPayTerms terms = this.kaspi.terms();
		Map<String, Object> json = new LinkedHashMap<>();
		WireJson.putIfPresent(json, "url", this.kaspi.merchant());
		json.put("address", terms.calledFrom());
		json.put("patienceMillis", terms.patience().toMillis());
		json.put("format", formatName(terms.format()));
		json.put("sharedSecret", terms.sharedSecret() != null);
		return json;
	}

	/**
	 * Changes where and how the merchant is called; what is left out stays.
	 */
	private Answer change(Request request) {
		JsonNode json = WireJson.readObject(request);
		String url = WireJson.optionalText(json, "url");
		String address = WireJson.optionalText(json, "address");
		String format = WireJson.optionalText(json, "format");
		try {
			if (url != null) {
				this.kaspi.merchant(MerchantAddress.local(url));
			}
			if (address != null) {
				this.kaspi.callFrom(address);
			}
			if (json.has("patienceMillis")) {
				this.kaspi.patience(Duration.ofMillis(wholeNumber(json, "patienceMillis", 0)));
			}
			if (format != null) {
				this.kaspi.format(format(format));
			}
			if (json.has("sharedSecret")) {
				this.kaspi.sharedSecret(WireJson.optionalText(json, "sharedSecret"));
			}
		}
		catch (IllegalArgumentException ex) {
			throw ApiException.invalid(String.valueOf(ex.getMessage()));
		}
		return Answer.noContent();
	}

	private static @Nullable AnswerFormat format(String name) {
		return switch (name) {
			case "any" -> null;
			case "json" -> AnswerFormat.JSON;
			case "xml" -> AnswerFormat.XML;
			default -> throw ApiException.invalid("format must be any, json or xml");
		};
	}

	private static String formatName(@Nullable AnswerFormat format) {
		return (format != null) ? format.name().toLowerCase(Locale.ROOT) : "any";
	}

	private Answer pay(Request request) {
		JsonNode json = WireJson.readObject(request);
		BigDecimal sum = Money.optional(json);
		String account = account(json);
		return answer((sum != null) ? this.kaspi.pay(account, sum) : this.kaspi.pay(account));
	}

	private Answer race(Request request) {
		JsonNode json = WireJson.readObject(request);
		return answer(this.kaspi.race(account(json), atOnce(wholeNumber(json, "payments", 2))));
	}

	private Answer repeat(Request request, String transactionId) {
		return answer(this.kaspi.repeatAtOnce(earlier(request, transactionId),
				atOnce(Parameters.number(request, "times", 1))));
	}

	private CheckPayCall earlier(Request request, String transactionId) {
		String command = Parameters.text(request, "command");
		return !command.isEmpty() ? this.kaspi.find(transactionId, (call) -> call.command().equals(command))
				: this.kaspi.find(transactionId);
	}

	private static int atOnce(long number) {
		if (number < 1 || number > MAX_AT_ONCE) {
			throw ApiException.invalid("1 to 100 calls can be made at once");
		}
		return (int) number;
	}

	/**
	 * Reads the account, or the payment link that it is in.
	 */
	private static String account(JsonNode json) {
		String link = WireJson.optionalText(json, "link");
		return (link == null) ? WireJson.requiredText(json, "account")
				: PaymentLinkText.account(link)
					.orElseThrow(() -> ApiException
						.invalid("link must be one such as https://kaspi.kz/pay/Shop?service_id=1234&5678=1001"));
	}

	private static long wholeNumber(JsonNode json, String name, long defaultValue) {
		JsonNode value = json.path(name);
		if (value.isMissingNode()) {
			return defaultValue;
		}
		if (!value.isIntegralNumber() || !value.canConvertToInt()) {
			throw ApiException.invalid(name + " must be a whole number");
		}
		return value.longValue();
	}

	private static Answer answer(CheckPayCall call) {
		return Answer.json(200, json(call));
	}

	private static Answer answer(List<CheckPayCall> calls) {
		return Answer.json(200, calls.stream().map(CheckPayControl::json).toList());
	}

	private static Map<String, Object> json(Journal.Entry<CheckPayCall> entry) {
		Map<String, Object> json = json(entry.content());
		json.put("number", entry.number());
		return json;
	}

	private static Map<String, Object> json(CheckPayCall call) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("command", call.command());
		json.put("transactionId", call.transactionId());
		json.put("account", call.account());
		json.put("sum", call.sum());
		json.put("time", call.time().toString());
		json.put("url", call.url().toString());
		json.put("address", call.calledFrom());
		json.put("tookMillis", call.took().toMillis());
		json.put("meaning", call.meaning());
		json.put("customerSees", call.customerSees());
		if (call.httpStatus() != null) {
			json.put("httpStatus", call.httpStatus());
		}
		CheckPayAnswer answer = call.answer();
		if (answer != null) {
			json.put("result", answer.result());
			if (answer.sum() != null) {
				json.put("answeredSum", answer.sum());
			}
			WireJson.putIfPresent(json, "paymentId", answer.paymentId());
			json.put("fields", answer.fields());
		}
		WireJson.putIfPresent(json, "error", call.error());
		WireJson.putIfPresent(json, "body", call.body());
		return json;
	}

}
