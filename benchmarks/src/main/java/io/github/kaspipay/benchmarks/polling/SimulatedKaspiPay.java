/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.polling;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.ratelimit.CallBudget;
import org.jspecify.annotations.Nullable;

/**
 * Answers at once. Spare calls come out of the budget; users' calls were taken from it
 * before they are made.
 */
final class SimulatedKaspiPay implements KaspiPayGateway {

	static final PollingSchedule SCHEDULE = new PollingSchedule(Duration.ofSeconds(30), Duration.ofMinutes(5),
			Duration.ofMinutes(30));

	static final BigDecimal AMOUNT = BigDecimal.valueOf(25000);

	private final Clock clock;

	private final CallBudget budget;

	private final Map<String, Times> orders = new HashMap<>();

	SimulatedKaspiPay(Clock clock, CallBudget budget) {
		this.clock = clock;
		this.budget = budget;
	}

	void add(String orderId, Instant createdAt, @Nullable Instant paidAt) {
		this.orders.put(orderId, new Times(createdAt, paidAt));
	}

	@Override
	public CreateAnswer create(KaspiOrderRequest request) {
		return new CreateAnswer(answer(request.getReference(), KaspiOrderStatus.INIT));
	}

	@Override
	public KaspiOrder status(String orderId) {
		Times times = Objects.requireNonNull(this.orders.get(orderId));
		Instant now = this.clock.instant();
		if (times.paidAt() != null && !times.paidAt().isAfter(now)) {
			return answer(orderId, KaspiOrderStatus.PAID);
		}
		boolean ended = !times.createdAt().plus(SCHEDULE.giveUpAfter()).isAfter(now);
		return answer(orderId, ended ? KaspiOrderStatus.CANCELLED : KaspiOrderStatus.INIT);
	}

	@Override
	public @Nullable StatusPermit tryAcquireBackgroundPermit() {
		return this.budget.tryAcquireInBackground() ? this::status : null;
	}

	@Override
	public RefundAnswer refund(String orderId, KaspiRefundRequest request) {
		throw new UnsupportedOperationException();
	}

	@Override
	public PollingSchedule pollingSchedule(KaspiOrder order) {
		return SCHEDULE;
	}

	private static KaspiOrder answer(String orderId, KaspiOrderStatus status) {
		return new KaspiOrder(orderId, orderId, status, AMOUNT, BigDecimal.ZERO, null, null, null, null, null);
	}

	private record Times(Instant createdAt, @Nullable Instant paidAt) {

	}

}
