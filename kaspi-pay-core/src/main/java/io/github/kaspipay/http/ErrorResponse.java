/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Set;

import io.github.kaspipay.http.RefusalReader.Refusal;
import io.github.kaspipay.logging.Printable;
import io.github.kaspipay.KaspiApiException;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.json.KaspiJson;
import io.github.kaspipay.json.UnreadableJsonException;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Turns a response that is not a 2xx into the exception for it. Of its body only a code
 * and a message are kept. A {@link KaspiServerException} is what does not say whether the
 * request was carried out.
 */
final class ErrorResponse {

	static final String PROXY_CREDENTIALS = "A proxy asked for credentials (407): set kaspi.pay.proxy.username and "
			+ "kaspi.pay.proxy.password";

	/**
	 * These are about the connection, and often come from something in between.
	 */
	private static final Set<Integer> OF_THE_CONNECTION = Set.of(407, 408, 421, 425, 444, 460, 499);

	/**
	 * Whoever answers so has not carried out the request, be it Kaspi Pay or something
	 * before it.
	 */
	private static final Set<Integer> REFUSED_BY_ANYONE = Set.of(401, 429);

	private static final Duration LONGEST_WAIT = Duration.ofHours(1);

	private static final Duration BELIEVABLE_WAIT = Duration.ofDays(1);

	private static final int MAX_CODE = 64;

	private static final int MAX_MESSAGE = 200;

	private ErrorResponse() {
	}

	static KaspiApiException toException(ClientHttpResponse response, RefusalReader refusals, SettingNames names)
			throws IOException {
		int status = response.getStatusCode().value();
		HttpHeaders headers = response.getHeaders();
		String requestId = RequestId.current();
		byte[] content = response.getBody().readAllBytes();
		Map<String, @Nullable Object> body = readBody(content);
		String code = text(body, MAX_CODE, "code", "error", "StatusCode");
		String detail = detail(body);
		Refusal refusal = new Refusal(status, code, detail, requestId, retryAfter(headers));
		if (saysWhatHappened(status, content)) {
			return refusals.toException(refusal);
		}
		return new KaspiServerException(refusal.describe(meaning(status, names)), status, code, requestId,
				refusal.retryAfter(), null);
	}

	static @Nullable String detail(Map<String, @Nullable Object> body) {
		return text(body, MAX_MESSAGE, "message", "error_description", "Message");
	}

	private static boolean saysWhatHappened(int status, byte[] content) {
		return status >= 400 && status < 500 && !OF_THE_CONNECTION.contains(status)
				&& (REFUSED_BY_ANYONE.contains(status) || !isHtml(content));
	}

	private static String meaning(int status, SettingNames names) {
		if (status == 407) {
			return PROXY_CREDENTIALS;
		}
		if (status >= 300 && status < 400) {
			return "A redirect (" + status + "), which is not followed: it is not Kaspi Pay's own answer; check "
					+ names.baseUrl() + " and what is in between";
		}
		if (status >= 400 && status < 500 && !OF_THE_CONNECTION.contains(status)) {
			return "An HTML page (" + status + "): it is not Kaspi Pay's own answer; check " + names.baseUrl()
					+ " and what is in between";
		}
		return "Kaspi Pay is unavailable (" + status + ")";
	}

	/**
	 * Says whether a body is a page for people, whatever its content type.
	 */
	static boolean isHtml(byte[] content) {
		for (byte octet : content) {
			if (!Character.isWhitespace(octet)) {
				return octet == '<';
			}
		}
		return false;
	}

	private static Map<String, @Nullable Object> readBody(byte[] content) {
		try {
			return KaspiJson.readObject(content);
		}
		catch (UnreadableJsonException ex) {
			return Map.of();
		}
	}

	private static @Nullable String text(Map<String, @Nullable Object> body, int maxLength, String... names) {
		for (String name : names) {
			String text = KaspiJson.text(body.get(name));
			if (text != null) {
				return Printable.line(text, maxLength);
			}
		}
		return null;
	}

	/**
	 * Reads Retry-After: seconds or a date (RFC 9110, section 10.2.3). A wait beyond a
	 * day is taken for a mistake, one beyond an hour is cut to it.
	 */
	static @Nullable Duration retryAfter(HttpHeaders headers) {
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		Duration wait = (value != null) ? readWait(value.strip()) : null;
		if (wait == null || wait.compareTo(BELIEVABLE_WAIT) > 0) {
			return null;
		}
		if (wait.isNegative()) {
			return Duration.ZERO;
		}
		return (wait.compareTo(LONGEST_WAIT) < 0) ? wait : LONGEST_WAIT;
	}

	private static @Nullable Duration readWait(String value) {
		try {
			if (value.matches("[0-9]{1,9}")) {
				return Duration.ofSeconds(Long.parseLong(value));
			}
			Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
			return Duration.between(Clock.systemUTC().instant(), until);
		}
		catch (DateTimeException | ArithmeticException ex) {
			return null;
		}
	}

}
