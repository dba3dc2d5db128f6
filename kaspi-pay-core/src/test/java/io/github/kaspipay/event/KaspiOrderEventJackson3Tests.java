/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.event;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Events as a broker's consumer gets them: by the ordinary mapper of Jackson 3, and from
 * one of the two to the other.
 */
@Tag("jackson-3")
class KaspiOrderEventJackson3Tests {

	private final JsonMapper jackson3 = JsonMapper.builder().build();

	private final ObjectMapper jackson2 = new ObjectMapper().registerModule(new JavaTimeModule());

	@ParameterizedTest
	@MethodSource("io.github.kaspipay.event.KaspiOrderEventJsonTests#events")
	void carriesItsKindAndIsReadBack(KaspiOrderEvent event) {
		String json = this.jackson3.writeValueAsString(event);
		assertThat(this.jackson3.readTree(json).path("kind").stringValue())
			.isEqualTo(KaspiOrderEventJsonTests.kind(event));
		assertThat(this.jackson3.readValue(json, KaspiOrderEvent.class)).isEqualTo(event);
		assertThat(this.jackson3.readValue(json, event.getClass())).isEqualTo(event);
	}

	@ParameterizedTest
	@MethodSource("io.github.kaspipay.event.KaspiOrderEventJsonTests#events")
	void isReadAcrossTheTwo(KaspiOrderEvent event) throws Exception {
		assertThat(this.jackson3.readValue(this.jackson2.writeValueAsString(event), KaspiOrderEvent.class))
			.isEqualTo(event);
		assertThat(this.jackson2.readValue(this.jackson3.writeValueAsString(event), KaspiOrderEvent.class))
			.isEqualTo(event);
	}

	@Test
	void whatALaterVersionAddedIsIgnored() {
		String json = "{\"kind\":\"CANCELLED\",\"eventId\":\"1:CANCELLED\",\"orderId\":\"1\",\"amount\":1,"
				+ "\"occurredAt\":\"2026-05-09T16:20:00Z\",\"source\":\"POLL\",\"added\":{\"later\":[1]}}";
		assertThat(this.jackson3.readValue(json, KaspiOrderEvent.class).metadata()).isEmpty();
	}

	@Test
	void statusIsAString() {
		assertThat(this.jackson3.writeValueAsString(KaspiOrderStatus.PAID)).isEqualTo("\"PAID\"");
		assertThat(this.jackson3.readValue("\"canceled\"", KaspiOrderStatus.class))
			.isEqualTo(KaspiOrderStatus.CANCELLED);
	}

}
