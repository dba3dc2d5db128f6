/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.fault;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import io.github.kaspipay.simulator.wire.ApiException;
import io.github.kaspipay.simulator.wire.WireJson;
import wiremock.com.fasterxml.jackson.databind.JsonNode;

/**
 * Faults as other programs write and read them.
 */
final class FaultJson {

	private static final int MAX_SCALE = 20;

	private static final String API = "api";

	private static final String WEBHOOK = "webhook";

	private FaultJson() {
	}

	static Fault read(JsonNode json) {
		try {
			return switch (WireJson.requiredText(json, "target")) {
				case API -> readApiFault(json);
				case WEBHOOK -> readWebhookFault(json);
				default -> throw ApiException.invalid("target must be api or webhook");
			};
		}
		catch (IllegalArgumentException ex) {
			throw ApiException.invalid(String.valueOf(ex.getMessage()));
		}
	}

	private static ApiFault readApiFault(JsonNode json) {
		ApiFault fault = switch (constant(ApiFault.Type.class, WireJson.requiredText(json, "type"), "type")) {
			case STATUS -> readStatus(json);
			case TIMEOUT -> ApiFault.timeout(millis(json));
			case RESET -> ApiFault.reset();
			case SLOW_DRIP -> ApiFault.slowDrip(millis(json));
			case MALFORMED_JSON -> ApiFault.malformedJson();
			case EMPTY_BODY -> ApiFault.emptyBody();
			case ANSWER -> withHeaders(ApiFault.answer(requiredString(json, "body")), json);
			case WITHOUT -> without(json);
		};
		if (json.path("afterProcessing").asBoolean(false)) {
			fault = fault.afterProcessing();
		}
		if (json.has("operations")) {
			Operation[] operations = json.get("operations")
				.valueStream()
				.map((name) -> constant(Operation.class, name.asText(""), "operations"))
				.toArray(Operation[]::new);
			if (operations.length == 0) {
				throw ApiException.invalid("operations must name one operation at least");
			}
			fault = fault.on(operations[0], operations);
		}
		return json.has("times") ? fault.times(wholeNumber(json, "times")) : fault;
	}

	private static ApiFault readStatus(JsonNode json) {
		ApiFault fault = ApiFault.status(wholeNumber(json, "status"));
		String body = WireJson.optionalText(json, "body");
		if (body != null) {
			fault = fault.body(body);
		}
		return withHeaders(fault, json);
	}

	private static ApiFault withHeaders(ApiFault fault, JsonNode json) {
		JsonNode headers = json.path("headers");
		ApiFault result = fault;
		for (Map.Entry<String, JsonNode> header : headers.properties()) {
			result = result.header(header.getKey(), WireJson.requiredText(headers, header.getKey()));
		}
		return result;
	}

	private static ApiFault without(JsonNode json) {
		String[] members = json.path("members")
			.valueStream()
			.filter(JsonNode::isTextual)
			.map(JsonNode::textValue)
			.filter((name) -> !name.isEmpty())
			.toArray(String[]::new);
		if (members.length == 0) {
			throw ApiException.invalid("members must name one member at least");
		}
		return ApiFault.without(members[0], members);
	}

	private static String requiredString(JsonNode json, String name) {
		String text = WireJson.optionalText(json, name);
		if (text == null) {
			throw ApiException.invalid(name + " is missing");
		}
		return text;
	}

	private static WebhookFault readWebhookFault(JsonNode json) {
		WebhookFault fault = switch (constant(WebhookFault.Type.class, WireJson.requiredText(json, "type"), "type")) {
			case DROP -> WebhookFault.drop();
			case DELAY -> WebhookFault.delay(millis(json));
			case DUPLICATE -> WebhookFault.duplicate();
			case REORDER -> WebhookFault.reorder();
			case WRONG_SIGNATURE -> WebhookFault.wrongSignature();
			case OLD_SECRET -> WebhookFault.oldSecret(WireJson.requiredText(json, "secret"));
			case PRETTY_PRINTED -> WebhookFault.prettyPrinted();
			case AMOUNT -> WebhookFault.amount(amount(json));
		};
		String orderId = WireJson.optionalText(json, "orderId");
		if (orderId != null) {
			fault = fault.forOrder(orderId);
		}
		return json.has("times") ? fault.times(wholeNumber(json, "times")) : fault;
	}

	static Map<String, Object> write(ActiveFault active) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("id", active.id());
		if (active.fault() instanceof ApiFault fault) {
			write(json, fault);
		}
		else if (active.fault() instanceof WebhookFault fault) {
			write(json, fault);
		}
		if (active.fault().times() != null) {
			json.put("times", active.fault().times());
		}
		json.put("applied", active.applied());
		return json;
	}

	private static void write(Map<String, Object> json, ApiFault fault) {
		json.put("target", API);
		json.put("type", name(fault.type()));
		json.put("operations",
				Arrays.stream(Operation.values()).filter(fault.operations()::contains).map(FaultJson::name).toList());
		json.put("afterProcessing", fault.isAfterProcessing());
		if (fault.type() == ApiFault.Type.STATUS) {
			json.put("status", fault.status());
		}
		if (fault.type() == ApiFault.Type.STATUS || fault.type() == ApiFault.Type.ANSWER) {
			json.put("headers", fault.headers());
		}
		if (fault.body() != null) {
			json.put("body", fault.body());
		}
		if (!fault.members().isEmpty()) {
			json.put("members", fault.members());
		}
		if (!fault.duration().isZero()) {
			json.put("millis", fault.duration().toMillis());
		}
	}

	private static void write(Map<String, Object> json, WebhookFault fault) {
		json.put("target", WEBHOOK);
		json.put("type", name(fault.type()));
		if (!fault.delay().isZero()) {
			json.put("millis", fault.delay().toMillis());
		}
		BigDecimal amount = fault.amount();
		if (amount != null) {
			json.put("amount", WireJson.number(amount));
		}
		if (fault.orderId() != null) {
			json.put("orderId", fault.orderId());
		}
	}

	private static BigDecimal amount(JsonNode json) {
		JsonNode amount = json.path("amount");
		if (!amount.isNumber()) {
			throw ApiException.invalid("amount must be a number");
		}
		BigDecimal number = amount.decimalValue();
		if (Math.abs((long) number.scale()) > MAX_SCALE) {
			throw ApiException.invalid("amount has too many digits");
		}
		return number;
	}

	private static Duration millis(JsonNode json) {
		return Duration.ofMillis(wholeNumber(json, "millis"));
	}

	private static int wholeNumber(JsonNode json, String name) {
		JsonNode value = json.path(name);
		if (!value.isIntegralNumber() || !value.canConvertToInt()) {
			throw ApiException.invalid(name + " must be a whole number");
		}
		return value.intValue();
	}

	private static <E extends Enum<E>> E constant(Class<E> type, String name, String property) {
		return Arrays.stream(type.getEnumConstants())
			.filter((constant) -> name(constant).equals(name))
			.findFirst()
			.orElseThrow(() -> ApiException.invalid(String.format(Locale.ROOT, "%s must be one of %s", property,
					Arrays.stream(type.getEnumConstants()).map(FaultJson::name).toList())));
	}

	private static String name(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
