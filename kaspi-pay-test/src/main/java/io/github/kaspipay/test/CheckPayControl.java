package io.github.kaspipay.test;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.github.tomakehurst.wiremock.http.QueryParameter;
import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.checkpay.CheckPayFormat;
import org.jspecify.annotations.Nullable;
import wiremock.com.fasterxml.jackson.databind.JsonNode;

/**
 * Lets other programs, and the control page, have Kaspi call the merchant by check/pay.
 */
final class CheckPayControl {

	private static final int MAX_AT_ONCE = 100;

	private final SimulatedCheckPay kaspi;

	private final Journal<CheckPayCall> calls;

	CheckPayControl(SimulatedCheckPay kaspi, Journal<CheckPayCall> calls) {
		this.kaspi = kaspi;
		this.calls = calls;
	}

	void addTo(Routes routes) {
		routes.on("GET", "/simulator/check-pay", (request, none) -> Answer.json(200, terms()))
			.on("POST", "/simulator/check-pay", (request, none) -> change(request))
			.on("GET", "/simulator/check-pay/calls",
					(request, none) -> ControlEndpoint.journal(request, this.calls, CheckPayControl::json))
			.on("POST", "/simulator/check-pay/check",
					(request, none) -> answer(this.kaspi.check(account(WireJson.readObject(request)))))
			.on("POST", "/simulator/check-pay/pay", (request, none) -> pay(request))
			.on("POST", "/simulator/check-pay/race", (request, none) -> race(request))
			.on("POST", "/simulator/check-pay/{}/repeat", this::repeat);
	}

	private Map<String, Object> terms() {
		CheckPayTerms terms = this.kaspi.terms();
		Map<String, Object> json = new LinkedHashMap<>();
		ControlJson.putIfPresent(json, "url", this.kaspi.merchant());
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

	private static @Nullable CheckPayFormat format(String name) {
		return switch (name) {
			case "any" -> null;
			case "json" -> CheckPayFormat.JSON;
			case "xml" -> CheckPayFormat.XML;
			default -> throw ApiException.invalid("format must be any, json or xml");
		};
	}

	private static String formatName(@Nullable CheckPayFormat format) {
		return (format != null) ? format.name().toLowerCase(Locale.ROOT) : "any";
	}

	private Answer pay(Request request) {
		JsonNode json = WireJson.readObject(request);
		BigDecimal sum = ControlEndpoint.optionalAmount(json);
		String account = account(json);
		return answer((sum != null) ? this.kaspi.pay(account, sum) : this.kaspi.pay(account));
	}

	private Answer race(Request request) {
		JsonNode json = WireJson.readObject(request);
		return answer(this.kaspi.race(account(json), atOnce(wholeNumber(json, "payments", 2))));
	}

	private Answer repeat(Request request, String transactionId) {
		return answer(this.kaspi.repeatAtOnce(earlier(request, transactionId),
				atOnce(ControlEndpoint.number(request, "times", 1))));
	}

	private CheckPayCall earlier(Request request, String transactionId) {
		QueryParameter command = request.queryParameter("command");
		return command.isPresent()
				? this.kaspi.find(transactionId, (call) -> call.command().equals(command.firstValue()))
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
			ControlJson.putIfPresent(json, "paymentId", answer.paymentId());
			json.put("fields", answer.fields());
		}
		ControlJson.putIfPresent(json, "error", call.error());
		ControlJson.putIfPresent(json, "body", call.body());
		return json;
	}

}
