/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.outbox;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.testsupport.MutableClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the ledger in memory asks of it.
 */
class InMemoryEventOutboxTests {

	private final InMemoryEventOutbox outbox = new InMemoryEventOutbox(new MutableClock("2026-05-09T16:20:00Z"));

	@Test
	void eachMerchantHasItsOwn() {
		LeasedEvent first = add("");
		LeasedEvent second = add("kiosk");
		assertThat(this.outbox.hasUndelivered("", "ORD-1")).isTrue();
		assertThat(this.outbox.hasUndelivered("", "ORD-2")).isFalse();
		assertThat(this.outbox.hasUndelivered("other", "ORD-1")).isFalse();
		this.outbox.putOff(first, null, "no stock");
		this.outbox.deliver(second, (event, causes) -> {
		});
		assertThat(this.outbox.countParked("")).isEqualTo(1);
		assertThat(this.outbox.countParked("kiosk")).isZero();
		assertThat(this.outbox.hasUndelivered("", "ORD-1")).isTrue();
		assertThat(this.outbox.hasUndelivered("kiosk", "ORD-1")).isFalse();
	}

	private LeasedEvent add(String merchant) {
		KaspiOrderEvent event = new KaspiOrderPaidEvent(merchant + ".ORD-1:PAID", "ORD-1", null, BigDecimal.TEN,
				Instant.EPOCH, KaspiEventSource.WEBHOOK, Instant.EPOCH, false, Map.of(), merchant, null, null);
		this.outbox.add(List.of(event), true, List.of());
		return new LeasedEvent(event, 1);
	}

}
