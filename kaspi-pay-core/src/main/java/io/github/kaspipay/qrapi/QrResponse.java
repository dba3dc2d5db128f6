/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.kaspipay.http.JsonResponse;
import io.github.kaspipay.json.Amount;
import io.github.kaspipay.json.KaspiJson;
import io.github.kaspipay.order.OrderRules;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the QR API, and what can be believed of it.
 */
final class QrResponse {

	/**
	 * A date without an offset is that of Kaspi's own clocks.
	 */
	private static final ZoneId KASPI = ZoneId.of("Asia/Almaty");

	private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
		.append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
		.appendPattern("[XXX][XX][X]")
		.toFormatter(Locale.ROOT);

	private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

	private static final Instant LATEST = Instant.parse("2100-01-01T00:00:00Z");

	private static final int MAX_DIGITS = 18;

	private final String what;

	private final @Nullable Object data;

	private QrResponse(String what, @Nullable Object data) {
		this.what = what;
		this.data = data;
	}

	/**
	 * Reads an answer. Zero is success, and anything else a refusal.
	 * @param requestId the request's id
	 */
	static QrResponse of(Map<String, @Nullable Object> answer, String what, String requestId, QrRefusals refusals) {
		String code = integer(answer.get("StatusCode"));
		if (code == null) {
			throw JsonResponse.unusable(what, "StatusCode");
		}
		if (!code.equals("0")) {
			throw refusals.toException(JsonResponse.refusal(answer, code, requestId));
		}
		return new QrResponse(what, answer.get("Data"));
	}

	/**
	 * Returns the answer's data where it is one object.
	 */
	Fields fields() {
		return new Fields(this.what, (this.data instanceof Map<?, ?> members) ? members : Map.of());
	}

	/**
	 * Returns the answer's data where it is a list of objects.
	 */
	List<Fields> list() {
		return (this.data instanceof List<?> elements) ? elements.stream()
			.filter(Map.class::isInstance)
			.map((element) -> new Fields(this.what, (Map<?, ?>) element))
			.toList() : List.of();
	}

	/**
	 * Reads a whole number, from digits in quotes too.
	 */
	private static @Nullable String integer(@Nullable Object value) {
		if (value instanceof BigDecimal number) {
			if (number.signum() == 0) {
				return "0";
			}
			boolean whole = (long) number.precision() - number.scale() <= MAX_DIGITS
					&& number.stripTrailingZeros().scale() <= 0;
			return whole ? number.toBigInteger().toString() : null;
		}
		return (value instanceof String text && text.matches("-?[0-9]{1," + MAX_DIGITS + "}"))
				? new BigDecimal(text).toBigInteger().toString() : null;
	}

	/**
	 * The members of an object.
	 */
	static final class Fields {

		private final String what;

		private final Map<?, ?> members;

		private Fields(String what, Map<?, ?> members) {
			this.what = what;
			this.members = members;
		}

		Fields fields(String name) {
			return new Fields(this.what, (this.members.get(name) instanceof Map<?, ?> inner) ? inner : Map.of());
		}

		@Nullable String text(String name) {
			return KaspiJson.text(this.members.get(name));
		}

		String requireText(String name) {
			String text = text(name);
			if (text == null) {
				throw JsonResponse.unusable(this.what, name);
			}
			return text;
		}

		/**
		 * Returns an id as text: a whole number of at most 18 digits, more than 0.
		 */
		String requireId(String name) {
			String id = integer(this.members.get(name));
			if (id == null || id.equals("0") || id.startsWith("-")) {
				throw JsonResponse.unusable(this.what, name);
			}
			return id;
		}

		@Nullable String id(String name) {
			String id = integer(this.members.get(name));
			return (id != null) ? id : text(name);
		}

		@Nullable BigDecimal amount(String name) {
			try {
				return (this.members.get(name) instanceof BigDecimal number) ? Amount.read(number) : null;
			}
			catch (IllegalArgumentException ex) {
				return null;
			}
		}

		/**
		 * Returns seconds, or what counts where there are none that can be meant.
		 */
		Duration seconds(String name, Duration byDefault, Duration most) {
			BigDecimal seconds = amount(name);
			if (seconds == null || seconds.compareTo(BigDecimal.ONE) < 0
					|| seconds.compareTo(BigDecimal.valueOf(most.toSeconds())) > 0) {
				return byDefault;
			}
			return Duration.ofMillis(seconds.movePointRight(3).longValue());
		}

		@Nullable Instant date(String name) {
			String text = text(name);
			try {
				TemporalAccessor date = (text != null) ? DATE.parseBest(text, OffsetDateTime::from, LocalDateTime::from)
						: null;
				Instant instant = (date instanceof OffsetDateTime known) ? known.toInstant()
						: (date instanceof LocalDateTime local) ? local.atZone(KASPI).toInstant() : null;
				return (instant != null && !instant.isBefore(EARLIEST) && instant.isBefore(LATEST)) ? instant : null;
			}
			catch (DateTimeException ex) {
				return null;
			}
		}

		/**
		 * Returns an address that a customer may be sent to.
		 */
		URI requireLink(String name) {
			try {
				URI uri = new URI(requireText(name));
				OrderRules.requireHttps(name, uri);
				if (uri.getRawUserInfo() == null) {
					return uri;
				}
			}
			catch (URISyntaxException | IllegalArgumentException ex) {
				// as any other that is no link
			}
			throw JsonResponse.unusable(this.what, name);
		}

	}

}
