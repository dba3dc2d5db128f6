/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

import io.github.kaspipay.KaspiUnsupportedOperationException;
import io.github.kaspipay.checkpay.QuickPay.Prepared;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.jspecify.annotations.Nullable;

/**
 * Orders of the check/pay protocol. An order exists once it is in the ledger, and Kaspi
 * asks for it: there is no call but quick pay's, where it is used. Thread-safe. Internal:
 * it may change in any release.
 */
public class CheckPayKaspiPayGateway implements KaspiPayGateway {

	private static final Capabilities CAPABILITIES = new Capabilities("check/pay", Set.of(), KaspiOrderStatus.EXPIRED);

	private static final String PNG = "data:image/png;base64,";

	private final @Nullable PaymentLink link;

	private final @Nullable QuickPay quickPay;

	private final Duration payableFor;

	private final Clock clock;

	/**
	 * Creates a gateway that makes no call.
	 * @param link makes the customer's link, or {@code null} if customers find the
	 * service by themselves
	 * @param payableFor how long an order can be paid
	 * @param clock the clock
	 */
	public CheckPayKaspiPayGateway(@Nullable PaymentLink link, Duration payableFor, Clock clock) {
		this(link, null, payableFor, clock);
	}

	/**
	 * Creates the gateway.
	 * @param link makes the customer's link, or {@code null} if customers find the
	 * service by themselves
	 * @param quickPay prepares each payment at Kaspi, or {@code null} to make no call
	 * @param payableFor how long an order can be paid
	 * @param clock the clock
	 */
	public CheckPayKaspiPayGateway(@Nullable PaymentLink link, @Nullable QuickPay quickPay, Duration payableFor,
			Clock clock) {
		this.link = link;
		this.quickPay = quickPay;
		this.payableFor = payableFor;
		this.clock = clock;
	}

	@Override
	public Capabilities capabilities() {
		return CAPABILITIES;
	}

	/**
	 * Creates an order. Its {@code qrData} is the link, the address of quick pay where
	 * there is no link, or the picture that Kaspi was asked for, as a {@code data:} URI.
	 */
	@Override
	public CreateAnswer create(KaspiOrderRequest request) {
		Instant now = this.clock.instant();
		String orderId = UUID.randomUUID().toString();
		URI link = (this.link != null) ? this.link.to(request.getReference()) : null;
		if (this.quickPay == null) {
			return order(orderId, request, link, (link != null) ? link.toString() : null, now);
		}
		Prepared prepared = this.quickPay.prepare(orderId, request);
		URI scanned = (link != null) ? link : prepared.redirectUrl();
		return order(orderId, request, prepared.redirectUrl(),
				(prepared.picture() != null) ? PNG + prepared.picture() : scanned.toString(), now);
	}

	private CreateAnswer order(String orderId, KaspiOrderRequest request, @Nullable URI paymentUrl,
			@Nullable String qrData, Instant now) {
		return new CreateAnswer(new KaspiOrder(orderId, request.getReference(), KaspiOrderStatus.INIT,
				request.getAmount(), BigDecimal.ZERO, qrData, paymentUrl, now, now.plus(this.payableFor), null));
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
