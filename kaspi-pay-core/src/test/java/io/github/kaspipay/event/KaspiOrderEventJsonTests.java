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
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events as a broker's consumer gets them: by the ordinary mappers of Jackson 2 and 3.
 */
class KaspiOrderEventJsonTests {

	private static final Instant TIME = Instant.parse("2026-05-09T16:20:00.123Z");

	private static final Map<String, String> METADATA = Map.of("customer", "Айгүл", "cart", "7");

	private final JsonMapper jackson3 = JsonMapper.builder().build();

	private final ObjectMapper jackson2 = new ObjectMapper().registerModule(new JavaTimeModule());

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
	void carriesItsKindAndIsReadBackByJackson3(KaspiOrderEvent event) {
		String json = this.jackson3.writeValueAsString(event);
		assertThat(this.jackson3.readTree(json).path("kind").stringValue()).isEqualTo(kind(event));
		assertThat(this.jackson3.readValue(json, KaspiOrderEvent.class)).isEqualTo(event);
		assertThat(this.jackson3.readValue(json, event.getClass())).isEqualTo(event);
	}

	@ParameterizedTest
	@MethodSource("events")
	void carriesItsKindAndIsReadBackByJackson2(KaspiOrderEvent event) throws Exception {
		String json = this.jackson2.writeValueAsString(event);
		assertThat(this.jackson2.readTree(json).path("kind").textValue()).isEqualTo(kind(event));
		assertThat(this.jackson2.readValue(json, KaspiOrderEvent.class)).isEqualTo(event);
		assertThat(this.jackson2.readValue(json, event.getClass())).isEqualTo(event);
	}

	@ParameterizedTest
	@MethodSource("events")
	void isReadAcrossTheTwo(KaspiOrderEvent event) throws Exception {
		assertThat(this.jackson3.readValue(this.jackson2.writeValueAsString(event), KaspiOrderEvent.class))
			.isEqualTo(event);
		assertThat(this.jackson2.readValue(this.jackson3.writeValueAsString(event), KaspiOrderEvent.class))
			.isEqualTo(event);
	}

	@Test
	void whatALaterVersionAddedIsIgnored() throws Exception {
		String json = "{\"kind\":\"CANCELLED\",\"eventId\":\"1:CANCELLED\",\"orderId\":\"1\",\"amount\":1,"
				+ "\"occurredAt\":\"2026-05-09T16:20:00Z\",\"source\":\"POLL\",\"added\":{\"later\":[1]}}";
		assertThat(this.jackson3.readValue(json, KaspiOrderEvent.class).metadata()).isEmpty();
		assertThat(this.jackson2.readValue(json, KaspiOrderEvent.class).metadata()).isEmpty();
	}

	@Test
	void statusIsAString() throws Exception {
		assertThat(this.jackson3.writeValueAsString(KaspiOrderStatus.PAID)).isEqualTo("\"PAID\"");
		assertThat(this.jackson2.writeValueAsString(KaspiOrderStatus.PAID)).isEqualTo("\"PAID\"");
		assertThat(this.jackson3.readValue("\"canceled\"", KaspiOrderStatus.class))
			.isEqualTo(KaspiOrderStatus.CANCELLED);
		assertThat(this.jackson2.readValue("\"PAID\"", KaspiOrderStatus.class)).isEqualTo(KaspiOrderStatus.PAID);
	}

	private static String kind(KaspiOrderEvent event) {
		String name = event.getClass().getSimpleName();
		return name.substring("KaspiOrder".length(), name.length() - "Event".length()).toUpperCase(Locale.ROOT);
	}

}
