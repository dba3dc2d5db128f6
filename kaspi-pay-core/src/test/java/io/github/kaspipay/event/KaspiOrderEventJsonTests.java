/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.event;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events as a broker's consumer gets them: by the ordinary mapper of Jackson 2.
 */
class KaspiOrderEventJsonTests {

	private static final Instant TIME = Instant.parse("2026-05-09T16:20:00.123Z");

	private static final Map<String, String> METADATA = Map.of("customer", "Айгүл", "cart", "7");

	private final ObjectMapper mapper = new ObjectMapper().registerModule(new JavaTimeModule());

	static Stream<KaspiOrderEvent> events() {
		BigDecimal amount = new BigDecimal("25000.5");
		return Stream.of(
				new KaspiOrderPaidEvent("1:PAID", "1", "cart", amount, TIME, KaspiEventSource.WEBHOOK, TIME, true,
						METADATA),
				new KaspiOrderCancelledEvent("1:CANCELLED", "1", null, amount, TIME, KaspiEventSource.POLL, Map.of()),
				new KaspiOrderExpiredEvent("1:EXPIRED", "1", "cart", amount, TIME, KaspiEventSource.API, METADATA),
				new KaspiOrderRefundedEvent("1:REFUND:2", "1", "cart", new BigDecimal("5000"), TIME,
						KaspiEventSource.API, amount, "R-1", "key", new BigDecimal("5000"), false, METADATA),
				new KaspiOrderRefundedEvent("1:REFUND:3", "1", "cart", null, TIME, KaspiEventSource.API, amount, null,
						null, BigDecimal.ZERO, false, Map.of()),
				new KaspiOrderDisputedEvent("1:DISPUTED:4", "1", "cart", amount, TIME, KaspiEventSource.WEBHOOK,
						KaspiOrderDisputedEvent.Reason.UNKNOWN_STATUS, new KaspiOrderStatus("CHARGEBACK"), null,
						METADATA));
	}

	@ParameterizedTest
	@MethodSource("events")
	void carriesItsKindAndIsReadBack(KaspiOrderEvent event) throws Exception {
		String json = this.mapper.writeValueAsString(event);
		assertThat(this.mapper.readTree(json).path("kind").textValue()).isEqualTo(kind(event));
		assertThat(this.mapper.readValue(json, KaspiOrderEvent.class)).isEqualTo(event);
		assertThat(this.mapper.readValue(json, event.getClass())).isEqualTo(event);
	}

	@Test
	void whatALaterVersionAddedIsIgnored() throws Exception {
		String json = "{\"kind\":\"CANCELLED\",\"eventId\":\"1:CANCELLED\",\"orderId\":\"1\",\"amount\":1,"
				+ "\"occurredAt\":\"2026-05-09T16:20:00Z\",\"source\":\"POLL\",\"added\":{\"later\":[1]}}";
		assertThat(this.mapper.readValue(json, KaspiOrderEvent.class).metadata()).isEmpty();
	}

	@Test
	void statusIsAString() throws Exception {
		assertThat(this.mapper.writeValueAsString(KaspiOrderStatus.PAID)).isEqualTo("\"PAID\"");
		assertThat(this.mapper.readValue("\"canceled\"", KaspiOrderStatus.class)).isEqualTo(KaspiOrderStatus.CANCELLED);
	}

	static String kind(KaspiOrderEvent event) {
		String name = event.getClass().getSimpleName();
		return name.substring("KaspiOrder".length(), name.length() - "Event".length()).toUpperCase(Locale.ROOT);
	}

}
