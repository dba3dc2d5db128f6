/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.wire;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;
import wiremock.com.fasterxml.jackson.databind.JsonNode;

/**
 * Amounts in a request.
 */
public final class Money {

	public static final String CURRENCY = "KZT";

	private static final int MAX_DECIMALS = 2;

	/**
	 * With two decimals, the most that a JavaScript number holds exactly.
	 */
	private static final int MAX_INTEGER_DIGITS = 13;

	private Money() {
	}

	public static BigDecimal read(JsonNode request) {
		JsonNode amount = request.path("amount");
		if (!amount.isObject()) {
			throw ApiException.invalid("amount must be an object with value and currency");
		}
		BigDecimal value = read(amount.path("value"), "amount.value");
		if (!CURRENCY.equals(WireJson.optionalText(amount, "currency"))) {
			throw new ApiException(400, "UNSUPPORTED_CURRENCY", "amount.currency must be " + CURRENCY);
		}
		return value;
	}

	/**
	 * Reads an amount that may be left out.
	 */
	public static @Nullable BigDecimal optional(JsonNode json) {
		return json.has("amount") ? read(json.get("amount"), "amount") : null;
	}

	/**
	 * Checks an amount that a test gave.
	 */
	public static BigDecimal requirePositive(BigDecimal amount) {
		if (amount.signum() <= 0) {
			throw new IllegalArgumentException("The amount must be more than 0");
		}
		return amount;
	}

	public static BigDecimal read(JsonNode value, String name) {
		if (!value.isNumber()) {
			throw ApiException.invalid(name + " must be a number");
		}
		BigDecimal decimal = value.decimalValue();
		if (decimal.signum() <= 0) {
			throw ApiException.invalid(name + " must be more than 0");
		}
		decimal = decimal.stripTrailingZeros();
		if (decimal.scale() > MAX_DECIMALS) {
			throw ApiException.invalid(name + " must have at most 2 decimals");
		}
		if ((long) decimal.precision() - decimal.scale() > MAX_INTEGER_DIGITS) {
			throw ApiException.invalid(name + " is too large");
		}
		return WireJson.number(decimal);
	}

}
