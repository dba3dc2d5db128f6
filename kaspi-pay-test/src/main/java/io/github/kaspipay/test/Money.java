package io.github.kaspipay.test;

import java.math.BigDecimal;

import tools.jackson.databind.JsonNode;

/**
 * The {@code amount} member of a request.
 */
final class Money {

	static final String CURRENCY = "KZT";

	private static final int MAX_DECIMALS = 2;

	/**
	 * With two decimals, the most that a JavaScript number holds exactly.
	 */
	private static final int MAX_INTEGER_DIGITS = 13;

	private Money() {
	}

	static BigDecimal read(JsonNode request) {
		JsonNode amount = request.path("amount");
		if (!amount.isObject()) {
			throw ApiException.invalid("amount must be an object with value and currency");
		}
		JsonNode value = amount.path("value");
		if (!value.isNumber()) {
			throw ApiException.invalid("amount.value must be a number");
		}
		BigDecimal decimal = value.decimalValue();
		if (decimal.signum() <= 0) {
			throw ApiException.invalid("amount.value must be more than 0");
		}
		decimal = decimal.stripTrailingZeros();
		if (decimal.scale() > MAX_DECIMALS) {
			throw ApiException.invalid("amount.value must have at most 2 decimals");
		}
		if ((long) decimal.precision() - decimal.scale() > MAX_INTEGER_DIGITS) {
			throw ApiException.invalid("amount.value is too large");
		}
		if (!CURRENCY.equals(WireJson.optionalText(amount, "currency"))) {
			throw new ApiException(400, "UNSUPPORTED_CURRENCY", "amount.currency must be " + CURRENCY);
		}
		return WireJson.number(decimal);
	}

}
