package io.github.kaspipay.http;

import java.io.IOException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

import io.github.kaspipay.KaspiApiException;
import io.github.kaspipay.KaspiAuthenticationException;
import io.github.kaspipay.KaspiDuplicateOrderException;
import io.github.kaspipay.KaspiInvalidRequestException;
import io.github.kaspipay.KaspiMerchantBlockedException;
import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.json.KaspiJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

import org.springframework.http.HttpHeaders;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Turns an answer that is not a 2xx into the exception for it. Of its body only a code
 * and a message are kept.
 */
final class ErrorAnswer {

	private static final int MAX_CODE = 64;

	private static final int MAX_MESSAGE = 200;

	private ErrorAnswer() {
	}

	static KaspiApiException toException(ClientHttpResponse response) throws IOException {
		int status = response.getStatusCode().value();
		HttpHeaders headers = response.getHeaders();
		String requestId = RequestId.of(headers).orElse(null);
		JsonNode body = readBody(response);
		String code = text(body, MAX_CODE, "code", "error");
		String detail = text(body, MAX_MESSAGE, "message", "error_description");
		return switch (status) {
			case 401 -> new KaspiAuthenticationException(
					message("Kaspi Pay refused the credentials (401): check kaspi.pay.client-id and "
							+ "kaspi.pay.client-secret, and that they belong to kaspi.pay.base-url", detail),
					status, code, requestId, null);
			case 402 -> new KaspiMerchantBlockedException(
					message("The merchant is blocked (402): contact Kaspi Pay support and provide documents", detail),
					status, code, requestId, null);
			case 404 -> new KaspiOrderNotFoundException(message("Kaspi Pay knows no such order (404)", detail), status,
					code, requestId, null);
			case 409 -> new KaspiDuplicateOrderException(
					message("The reference was used before (409): use a unique reference, a UUID for example", detail),
					status, code, requestId, null);
			case 429 -> new KaspiRateLimitException(message("Too many calls to Kaspi Pay (429)", detail), code,
					requestId, retryAfter(headers));
			default -> (status >= 400 && status < 500) ? new KaspiInvalidRequestException(
					message("Kaspi Pay refused the request (" + status + ")", detail), status, code, requestId, null)
					: new KaspiServerException(message("Kaspi Pay is unavailable (" + status + ")", detail), status,
							code, requestId, retryAfter(headers), null);
		};
	}

	private static String message(String meaning, @Nullable String detail) {
		return (detail != null) ? meaning + ": " + detail : meaning;
	}

	private static @Nullable JsonNode readBody(ClientHttpResponse response) throws IOException {
		try {
			return KaspiJson.mapper().readTree(response.getBody());
		}
		catch (JacksonException | NumberFormatException ex) {
			return null;
		}
	}

	private static @Nullable String text(@Nullable JsonNode body, int maxLength, String... names) {
		if (body == null) {
			return null;
		}
		for (String name : names) {
			JsonNode value = body.get(name);
			if (value != null && (value.isString() || value.isNumber()) && !value.asString().isBlank()) {
				String text = value.asString().replaceAll("\\p{Cntrl}", " ").strip();
				return (text.length() > maxLength) ? text.substring(0, maxLength) : text;
			}
		}
		return null;
	}

	/**
	 * Reads Retry-After: seconds or a date (RFC 9110, section 10.2.3).
	 */
	static @Nullable Duration retryAfter(HttpHeaders headers) {
		String value = headers.getFirst(HttpHeaders.RETRY_AFTER);
		if (value == null) {
			return null;
		}
		try {
			if (value.matches("\\d{1,9}")) {
				return Duration.ofSeconds(Long.parseLong(value));
			}
			Instant until = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
			Duration wait = Duration.between(Clock.systemUTC().instant(), until);
			return wait.isNegative() ? Duration.ZERO : wait;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

}
