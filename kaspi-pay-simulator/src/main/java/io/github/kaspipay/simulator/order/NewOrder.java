/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.order;

import java.math.BigDecimal;
import java.net.URI;

import io.github.kaspipay.simulator.wire.ApiException;
import io.github.kaspipay.simulator.wire.Money;
import io.github.kaspipay.simulator.wire.WebAddress;
import io.github.kaspipay.simulator.wire.WireJson;
import org.jspecify.annotations.Nullable;
import wiremock.com.fasterxml.jackson.databind.JsonNode;

/**
 * A request to create an order, checked.
 *
 * @param reference the merchant's own id of the order
 * @param amount the amount in KZT
 * @param description what the customer reads, or {@code null}
 * @param callbackUrl where webhooks go, or {@code null}
 * @param returnUrl where the customer goes after the payment, or {@code null}
 */
record NewOrder(String reference, BigDecimal amount, @Nullable String description, @Nullable URI callbackUrl,
		@Nullable URI returnUrl) {

	static NewOrder read(JsonNode request, String merchantId) {
		if (!merchantId.equals(WireJson.requiredText(request, "merchant"))) {
			throw new ApiException(403, "MERCHANT_MISMATCH", "merchant is not the one that the token was issued to");
		}
		BigDecimal amount = Money.read(request);
		String reference = WireJson.requiredText(request, "reference");
		String description = WireJson.optionalText(request, "description");
		WireJson.optionalText(request, "language");
		URI callbackUrl = WebAddress.optional(request, "callback_url");
		if (callbackUrl != null && !WebAddress.isHttps(callbackUrl) && !WebAddress.isLoopback(callbackUrl)) {
			throw ApiException.invalid("callback_url must be https");
		}
		return new NewOrder(reference, amount, description, callbackUrl, WebAddress.optional(request, "return_url"));
	}

}
