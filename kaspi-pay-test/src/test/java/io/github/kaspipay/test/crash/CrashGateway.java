package io.github.kaspipay.test.crash;

import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.jspecify.annotations.Nullable;

/**
 * The gateway, with a point at which to stop.
 */
class CrashGateway implements KaspiPayGateway {

	private final KaspiPayGateway gateway;

	private final FaultPoints faults;

	CrashGateway(KaspiPayGateway gateway, FaultPoints faults) {
		this.gateway = gateway;
		this.faults = faults;
	}

	@Override
	public KaspiOrder create(KaspiOrderRequest request) {
		return this.gateway.create(request);
	}

	@Override
	public KaspiOrder status(String orderId) {
		KaspiOrder answer = this.gateway.status(orderId);
		this.faults.reachClaimed(FaultPoint.ANSWER_READ, orderId);
		return answer;
	}

	@Override
	public RefundAnswer refund(String orderId, KaspiRefundRequest request) {
		return this.gateway.refund(orderId, request);
	}

	@Override
	public @Nullable PollingSchedule pollingSchedule(KaspiOrder order) {
		return this.gateway.pollingSchedule(order);
	}

}
