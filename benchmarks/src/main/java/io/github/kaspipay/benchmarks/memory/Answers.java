/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.memory;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiRefundRequest;

/**
 * Answers as Kaspi Pay does, with texts that nobody else has.
 */
final class Answers implements KaspiPayGateway {

	private static final PollingSchedule SCHEDULE = new PollingSchedule(Duration.ofSeconds(30), Duration.ofMinutes(5),
			Duration.ofMinutes(30));

	private int orders;

	static KaspiOrder order(int number, String reference) {
		Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
		Instant expiresAt = now.plusSeconds(900);
		String orderId = orderId(number);
		return new KaspiOrder(orderId, reference, new KaspiOrderStatus(new String("INIT")), new BigDecimal("25000.00"),
				BigDecimal.ZERO, "https://pay.kaspi.kz/qr/" + orderId + "?v=2&c=KZT",
				URI.create("https://pay.kaspi.kz/pay/" + orderId), now, expiresAt, null);
	}

	static String orderId(int number) {
		return String.format(Locale.ROOT, "ORD-2026-05-09-%07d", number);
	}

	static String reference(int number) {
		return String.format(Locale.ROOT, "order_%07d", number);
	}

	@Override
	public CreateAnswer create(KaspiOrderRequest request) {
		return new CreateAnswer(order(this.orders++, request.getReference()));
	}

	@Override
	public KaspiOrder status(String orderId) {
		throw new UnsupportedOperationException();
	}

	@Override
	public RefundAnswer refund(String orderId, KaspiRefundRequest request) {
		throw new UnsupportedOperationException();
	}

	@Override
	public PollingSchedule pollingSchedule(KaspiOrder order) {
		return SCHEDULE;
	}

}
