package io.github.kaspipay.checkpay;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import io.github.kaspipay.KaspiUnsupportedOperationException;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.jspecify.annotations.Nullable;

/**
 * Orders of the check/pay protocol. Makes no call: an order exists once it is in the
 * ledger, and Kaspi asks for it. Thread-safe.
 */
public class CheckPayKaspiPayGateway implements KaspiPayGateway {

	private static final Capabilities CAPABILITIES = new Capabilities("check/pay", Set.of(), KaspiOrderStatus.EXPIRED);

	private final @Nullable PaymentLink link;

	private final Duration payableFor;

	private final Clock clock;

	/**
	 * Creates the gateway.
	 * @param link makes the customer's link, or {@code null} if customers find the
	 * service by themselves
	 * @param payableFor how long an order can be paid
	 * @param clock the clock
	 */
	public CheckPayKaspiPayGateway(@Nullable PaymentLink link, Duration payableFor, Clock clock) {
		this.link = link;
		this.payableFor = payableFor;
		this.clock = clock;
	}

	@Override
	public Capabilities capabilities() {
		return CAPABILITIES;
	}

	@Override
	public CreateAnswer create(KaspiOrderRequest request) {
		Instant now = this.clock.instant();
		URI paymentUrl = (this.link != null) ? this.link.to(request.getReference()) : null;
		return new CreateAnswer(new KaspiOrder(UUID.randomUUID().toString(), request.getReference(),
				KaspiOrderStatus.INIT, request.getAmount(), BigDecimal.ZERO,
				(paymentUrl != null) ? paymentUrl.toString() : null, paymentUrl, now, now.plus(this.payableFor), null));
	}

	@Override
	public KaspiOrder status(String orderId) {
		throw new KaspiUnsupportedOperationException(
				"check/pay has no status queries; what the ledger holds is all that is known");
	}

	@Override
	public RefundAnswer refund(String orderId, KaspiRefundRequest request) {
		throw new KaspiUnsupportedOperationException(
				"check/pay has no refunds; give the money back outside of it, as agreed with Kaspi");
	}

	/**
	 * An order is looked at again when its time is over.
	 */
	@Override
	public PollingSchedule pollingSchedule(KaspiOrder order) {
		return new PollingSchedule(this.payableFor, this.payableFor, this.payableFor);
	}

}
