/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.checkpay;

import java.math.BigDecimal;
import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.simulator.page.QrPicture;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.ApiException;
import io.github.kaspipay.simulator.wire.WebAddress;
import io.github.kaspipay.simulator.wire.WireJson;
import wiremock.com.fasterxml.jackson.databind.JsonNode;

/**
 * Prepares a payment by check/pay for the merchant: quick pay. What it refuses is
 * answered with a code other than 0.
 */
final class QuickPayEndpoint {

	private static final int REFUSED = 1;

	private static final int QR_CODE_PIXELS = 300;

	private static final int TIYN_DECIMALS = 2;

	private static final long MAX_TIYN = 1_000_000_000_000_000L;

	private static final Pattern ACCOUNT = Pattern.compile("[^\\p{Cntrl}]{1,200}");

	private static final Pattern HOST = Pattern.compile("[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*");

	private final QuickPayments payments;

	private final Supplier<String> baseUrl;

	QuickPayEndpoint(QuickPayments payments, Supplier<String> baseUrl) {
		this.payments = payments;
		this.baseUrl = baseUrl;
	}

	Answer create(Request request) {
		JsonNode json = WireJson.readObject(request);
		Map<String, Object> body = new LinkedHashMap<>();
		try {
			String redirectUrl = this.baseUrl.get() + "/phone/quick-pay/" + prepare(json).token();
			body.put("code", 0);
			body.put("redirectUrl", redirectUrl);
			body.put("message", "");
			if (json.path("GenerateQrCode").asBoolean(false)) {
				byte[] picture = QrPicture.png(redirectUrl, QR_CODE_PIXELS);
				body.put("qrCodeImage", Base64.getEncoder().encodeToString(picture));
			}
		}
		catch (ApiException ex) {
			body.put("code", REFUSED);
			body.put("message", String.valueOf(ex.getMessage()));
		}
		return Answer.json(200, body);
	}

	private QuickPayment prepare(JsonNode json) {
		WireJson.requiredText(json, "TranId");
		WireJson.requiredText(json, "Service");
		String account = WireJson.requiredText(json, "OrderId");
		if (!ACCOUNT.matcher(account).matches()) {
			throw ApiException.invalid("OrderId must be 1 to 200 visible characters");
		}
		String host = WireJson.optionalText(json, "refererHost");
		if (host != null && !HOST.matcher(host).matches()) {
			throw ApiException.invalid("refererHost must be a bare host such as shop.kz");
		}
		URI returnUrl = WebAddress.optional(json, "returnUrl");
		return this.payments.add(account, amount(json.path("Amount")), returnUrl);
	}

	private static BigDecimal amount(JsonNode tiyn) {
		if (!tiyn.isIntegralNumber() || !tiyn.canConvertToLong() || tiyn.longValue() < 1
				|| tiyn.longValue() > MAX_TIYN) {
			throw ApiException
				.invalid(String.format(Locale.ROOT, "Amount must be an integer in tiyn, 1 to %d", MAX_TIYN));
		}
		return BigDecimal.valueOf(tiyn.longValue(), TIYN_DECIMALS);
	}

}
