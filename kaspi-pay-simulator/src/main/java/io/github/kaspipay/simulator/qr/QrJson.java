/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.qr;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.ApiException;
import io.github.kaspipay.simulator.wire.Money;
import io.github.kaspipay.simulator.wire.WireJson;
import org.jspecify.annotations.Nullable;
import wiremock.com.fasterxml.jackson.databind.JsonNode;

/**
 * JSON as the QR API reads and writes it.
 */
final class QrJson {

	private static final ZoneId BANK_ZONE = ZoneId.of("Asia/Almaty");

	private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSS",
			Locale.ROOT);

	private QrJson() {
	}

	static Answer success(@Nullable Object data) {
		return answer(0, "Success", data);
	}

	static Answer error(QrStatusCode code) {
		return answer(code.code(), code.message(), null);
	}

	private static Answer answer(int code, String message, @Nullable Object data) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("StatusCode", code);
		body.put("Message", message);
		if (data != null) {
			body.put("Data", data);
		}
		return Answer.json(200, body);
	}

	/**
	 * Writes a date with its offset.
	 */
	static String date(Instant instant) {
		return instant.atZone(BANK_ZONE)
			.truncatedTo(ChronoUnit.SECONDS)
			.toOffsetDateTime()
			.format(DateTimeFormatter.ISO_OFFSET_DATE_TIME);
	}

	/**
	 * Writes a date as Kaspi writes some of them: without an offset, with 7 digits of a
	 * fraction.
	 */
	static String localDate(Instant instant) {
		return LocalDateTime.ofInstant(instant, BANK_ZONE).format(LOCAL);
	}

	static BigDecimal amount(JsonNode json) {
		try {
			return Money.read(json.path("Amount"), "Amount");
		}
		catch (ApiException ex) {
			throw new QrException(QrStatusCode.BAD_AMOUNT);
		}
	}

	/**
	 * Reads an id, which is a number or digits.
	 */
	static String id(JsonNode json, String name) {
		JsonNode value = json.path(name);
		String text = value.isIntegralNumber() ? value.bigIntegerValue().toString() : WireJson.requiredText(json, name);
		if (!text.matches("\\d{1,18}")) {
			throw ApiException.invalid(name + " must be a number");
		}
		return text;
	}

	static String parameter(Request request, String name) {
		if (!request.queryParameter(name).isPresent()) {
			throw ApiException.invalid(name + " is missing");
		}
		return request.queryParameter(name).firstValue();
	}

}
