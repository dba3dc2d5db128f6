/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.jspecify.annotations.Nullable;

/**
 * The gateway, with points at which to stop.
 */
class CrashGateway implements KaspiPayGateway {

	private final KaspiPayGateway gateway;

	private final FaultPoints faults;

	CrashGateway(KaspiPayGateway gateway, FaultPoints faults) {
		this.gateway = gateway;
		this.faults = faults;
	}

	@Override
	public Capabilities capabilities() {
		return this.gateway.capabilities();
	}

	@Override
	public CreateAnswer create(KaspiOrderRequest request) {
		return this.gateway.create(request);
	}

	@Override
	public KaspiOrder status(String orderId) {
		return read(this.gateway.status(orderId));
	}

	@Override
	public @Nullable StatusPermit tryAcquireBackgroundPermit() {
		StatusPermit permit = this.gateway.tryAcquireBackgroundPermit();
		return (permit != null) ? (orderId) -> read(permit.status(orderId)) : null;
	}

	private KaspiOrder read(KaspiOrder answer) {
		this.faults.reachRead(FaultPoint.ANSWER_READ, answer.orderId());
		return answer;
	}

	@Override
	public RefundAnswer refund(String orderId, KaspiRefundRequest request) {
		this.faults.reachRead(FaultPoint.REFUND_BEFORE_CALL, orderId);
		RefundAnswer answer = this.gateway.refund(orderId, request);
		this.faults.reachRead(FaultPoint.REFUND_AFTER_CALL, orderId);
		return answer;
	}

	@Override
	public @Nullable PollingSchedule pollingSchedule(KaspiOrder order) {
		return this.gateway.pollingSchedule(order);
	}

}
