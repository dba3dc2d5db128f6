/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiRefundRefusedException;
import io.github.kaspipay.KaspiUnsupportedOperationException;
import io.github.kaspipay.http.KaspiCalls;
import io.github.kaspipay.http.KaspiCalls.Attempts;
import io.github.kaspipay.http.KaspiHttpTransport;
import io.github.kaspipay.http.StatusQueries;
import io.github.kaspipay.observation.KaspiCallContext.Operation;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiPaymentForm;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.order.OrderRules;
import io.github.kaspipay.qrapi.QrResponse.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Kaspi's QR API over HTTP. It sends no webhooks: orders are polled in the intervals and
 * for the time that Kaspi names for each. Thread-safe. Internal: it may change in any
 * release.
 */
public class QrKaspiPayGateway implements KaspiPayGateway {

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);

	private static final Duration SCAN_WAIT = Duration.ofSeconds(180);

	private static final Duration CONFIRMATION_WAIT = Duration.ofSeconds(65);

	private static final Duration LONGEST_WAIT = Duration.ofDays(1);

	/**
	 * A payment that was confirmed at the last moment shows within that time.
	 */
	private static final Duration GRACE = Duration.ofSeconds(30);

	/**
	 * An invoice may not be polled in short intervals.
	 */
	private static final Duration INVOICE_INTERVAL = Duration.ofMinutes(1);

	private static final Duration INVOICE_PAYABLE_FOR = Duration.ofHours(24);

	private static final int LONGEST_COMMENT = 200;

	private static final String CREATE = "create payment";

	private static final String STATUS = "get payment";

	private static final String DETAILS = "get payment details";

	private static final String REFUND = "refund payment";

	private static final String CANCEL = "cancel invoice";

	private final QrCalls qr;

	private final KaspiCalls calls;

	private final StatusQueries queries;

	private final QrSettings settings;

	private final Capabilities capabilities;

	private final Clock clock;

	/**
	 * Creates the gateway. Nothing is sent yet.
	 * @param transport carries the calls
	 * @param settings how the merchant speaks the QR API
	 * @param devices keeps the device's registration
	 * @param clock the clock
	 */
	public QrKaspiPayGateway(KaspiHttpTransport transport, QrSettings settings, QrDeviceStore devices, Clock clock) {
		this(new QrCalls(transport, settings, devices), clock);
	}

	QrKaspiPayGateway(QrCalls qr, Clock clock) {
		this.qr = qr;
		this.calls = qr.calls();
		this.queries = this.calls.statusQueries(STATUS, this::query);
		this.settings = qr.settings();
		this.capabilities = capabilities(this.settings.scheme());
		this.clock = clock;
	}

	private static Capabilities capabilities(QrScheme scheme) {
		Set<Ability> abilities = EnumSet.of(Ability.STATUS_QUERIES);
		if (scheme != QrScheme.BASIC) {
			abilities.add(Ability.REFUNDS);
		}
		if (scheme == QrScheme.ENHANCED) {
			abilities.add(Ability.INVOICES_BY_PHONE);
		}
		return new Capabilities("The QR API's scheme " + scheme.name().toLowerCase(Locale.ROOT), abilities,
				KaspiOrderStatus.EXPIRED);
	}

	@Override
	public Capabilities capabilities() {
		return this.capabilities;
	}

	@Override
	public CreateAnswer create(KaspiOrderRequest request) {
		if (request.getPhone() != null) {
			return createInvoice(request, request.getPhone());
		}
		KaspiPaymentForm form = (request.getPaymentForm() != null) ? request.getPaymentForm()
				: this.settings.paymentForm();
		boolean link = form == KaspiPaymentForm.LINK;
		return this.calls.forUser(CREATE, Operation.CREATE, null, this.qr.withDevice((token, attempts) -> {
			Map<String, @Nullable Object> body = body(token);
			body.put("Amount", request.getAmount());
			body.put("ExternalId", request.getReference());
			CreateAnswer answer = attempts.once(
					() -> created(this.qr.post(CREATE, attempts, link ? "qr/create-link" : "qr/create", body).fields(),
							request, link));
			attempts.context().setOrderId(answer.order().orderId());
			return answer;
		}));
	}

	private CreateAnswer created(Fields data, KaspiOrderRequest request, boolean link) {
		String orderId = data.requireId(link ? "PaymentId" : "QrPaymentId");
		String qrData = link ? null : data.requireText("QrToken");
		URI paymentUrl = link ? data.requireLink("PaymentLink") : null;
		Fields behavior = data.fields(link ? "PaymentBehaviorOptions" : "QrPaymentBehaviorOptions");
		Duration scan = behavior.seconds(link ? "LinkActivationWaitTimeout" : "QrCodeScanWaitTimeout", SCAN_WAIT,
				LONGEST_WAIT);
		Duration confirmation = behavior.seconds("PaymentConfirmationTimeout", CONFIRMATION_WAIT, LONGEST_WAIT);
		Duration interval = behavior.seconds("StatusPollingInterval", INTERVAL, LONGEST_INTERVAL);
		return new CreateAnswer(order(orderId, request, qrData, paymentUrl, data.date("ExpireDate")),
				schedule(interval, scan.plus(confirmation).plus(GRACE), scan.plus(confirmation).plus(GRACE)));
	}

	private CreateAnswer createInvoice(KaspiOrderRequest request, String phone) {
		requireEnhanced("invoices by phone number");
		return this.calls.forUser(CREATE, Operation.CREATE, null, this.qr.withDevice((token, attempts) -> {
			Map<String, @Nullable Object> body = body(token);
			body.put("Amount", request.getAmount());
			body.put("PhoneNumber", phone.startsWith("+") ? phone.substring(1) : phone);
			body.put("Comment", comment(request));
			Instant expiresAt = this.clock.instant().plus(INVOICE_PAYABLE_FOR);
			String orderId = attempts
				.once(() -> this.qr.post(CREATE, attempts, "remote/create", body).fields().requireId("QrPaymentId"));
			attempts.context().setOrderId(orderId);
			Duration interval = this.settings.polling().interval();
			return new CreateAnswer(order(orderId, request, null, null, expiresAt),
					schedule((interval.compareTo(INVOICE_INTERVAL) > 0) ? interval : INVOICE_INTERVAL,
							this.settings.polling().duration(), INVOICE_PAYABLE_FOR.plus(GRACE)));
		}));
	}

	private static String comment(KaspiOrderRequest request) {
		String comment = (request.getDescription() != null) ? request.getDescription() : request.getReference();
		int[] kept = comment.codePoints().limit(LONGEST_COMMENT).toArray();
		return new String(kept, 0, kept.length);
	}

	private static KaspiOrder order(String orderId, KaspiOrderRequest request, @Nullable String qrData,
			@Nullable URI paymentUrl, @Nullable Instant expiresAt) {
		return new KaspiOrder(orderId, request.getReference(), KaspiOrderStatus.INIT, request.getAmount(),
				BigDecimal.ZERO, qrData, paymentUrl, null, expiresAt, null);
	}

	/**
	 * An order is not given up before the merchant wants it, nor before Kaspi does.
	 */
	private PollingSchedule schedule(Duration interval, Duration evenlyFor, Duration payableFor) {
		Duration giveUpAfter = this.settings.polling().giveUpAfter();
		return new PollingSchedule(interval, evenlyFor,
				(payableFor.compareTo(giveUpAfter) > 0) ? payableFor : giveUpAfter);
	}

	@Override
	public KaspiOrder status(String orderId) {
		return this.queries.forUser(orderId);
	}

	@Override
	public @Nullable StatusPermit tryAcquireBackgroundPermit() {
		return this.queries.tryAcquireBackgroundPermit();
	}

	@Override
	public boolean isHeldBack() {
		return this.calls.isHeldBack();
	}

	private Function<Attempts, KaspiOrder> query(String orderId) {
		requirePaymentId(orderId);
		return (attempts) -> attempts
			.repeatable(() -> answered(orderId, this.qr.status(STATUS, attempts, "payment", orderId).fields()));
	}

	/**
	 * A payment's amount is told now and then, a refund never.
	 */
	private static KaspiOrder answered(String orderId, Fields data) {
		BigDecimal amount = data.amount("Amount");
		return new KaspiOrder(orderId, null, toStatus(data.requireText("Status")),
				(amount != null) ? amount : BigDecimal.ZERO, BigDecimal.ZERO, null, null, null, null, null, false, null,
				null, false, false, Map.of());
	}

	/**
	 * What nobody knows keeps the payment open, even if it is spelled as one of the
	 * engine's own.
	 */
	private static KaspiOrderStatus toStatus(String status) {
		return switch (status) {
			case "QrTokenCreated", "Wait", "RemotePaymentCreated" -> KaspiOrderStatus.INIT;
			case "Processed" -> KaspiOrderStatus.PAID;
			case "Error", "RemotePaymentCanceled" -> KaspiOrderStatus.CANCELLED;
			default -> unknown(status);
		};
	}

	private static KaspiOrderStatus unknown(String status) {
		try {
			KaspiOrderStatus unknown = new KaspiOrderStatus(status);
			return unknown.isNamed() ? KaspiOrderStatus.INIT : unknown;
		}
		catch (IllegalArgumentException ex) {
			return KaspiOrderStatus.INIT;
		}
	}

	@Override
	public RefundAnswer refund(String orderId, KaspiRefundRequest request) {
		requireRefund(request);
		requirePaymentId(orderId);
		BigDecimal amount = request.amount();
		if (amount == null) {
			throw new IllegalArgumentException("amount must be set");
		}
		return this.calls.forUser(REFUND, Operation.REFUND, orderId, this.qr.withDevice((token, attempts) -> {
			requireLeft(orderId, amount, QrCalls.beforehand(() -> left(orderId, token, attempts)));
			Map<String, @Nullable Object> body = body(token);
			body.put("QrPaymentId", new BigDecimal(orderId));
			body.put("QrReturnId", (request.returnId() != null) ? new BigDecimal(request.returnId()) : null);
			body.put("Amount", amount);
			String refundId = attempts
				.once(() -> this.qr.post(REFUND, attempts, "payment/return", body).fields().id("ReturnOperationId"));
			return new RefundAnswer(refundId, null, null);
		}));
	}

	private void requireRefund(KaspiRefundRequest request) {
		switch (this.settings.scheme()) {
			case BASIC -> throw new KaspiUnsupportedOperationException("The QR API's scheme basic has no refunds; "
					+ "give the money back in the Kaspi Pay app, or agree on another scheme with Kaspi");
			case STANDARD -> {
				String returnId = request.returnId();
				if (returnId == null || !isNumber(returnId)) {
					throw new KaspiUnsupportedOperationException("The QR API's scheme standard refunds only what the "
							+ "customer agrees to: have the customer scan the QR code of KaspiQrReturns.start, and "
							+ "refund with KaspiRefundRequest.returnId");
				}
			}
			case ENHANCED -> {
				if (request.returnId() != null) {
					throw new KaspiUnsupportedOperationException(
							"The QR API's scheme enhanced has no returns by QR code: leave the returnId out");
				}
			}
		}
	}

	private @Nullable BigDecimal left(String orderId, String token, Attempts attempts) {
		return attempts.repeatable(
				() -> this.qr.details(DETAILS, attempts, orderId, token).fields().amount("AvailableReturnAmount"));
	}

	private static void requireLeft(String orderId, BigDecimal amount, @Nullable BigDecimal left) {
		if (left != null && amount.compareTo(left) > 0) {
			throw new KaspiRefundRefusedException("amount " + amount.toPlainString() + " ₸ is more than the "
					+ left.toPlainString() + " ₸ that Kaspi Pay has left to refund of order '" + orderId + "'");
		}
	}

	@Override
	public @Nullable BigDecimal leftToRefund(String orderId) {
		if (this.settings.scheme() == QrScheme.BASIC) {
			return null;
		}
		requirePaymentId(orderId);
		return this.calls.forUser(DETAILS, Operation.STATUS, orderId,
				this.qr.withDevice((token, attempts) -> left(orderId, token, attempts)));
	}

	/**
	 * Returns the returns that begin with the customer's scan.
	 * @return the returns, by the same device
	 * @throws IllegalStateException if the scheme has none
	 */
	public KaspiQrReturns returns() {
		if (this.settings.scheme() != QrScheme.STANDARD) {
			throw new IllegalStateException(this.capabilities.protocol() + " has no returns by QR code");
		}
		return new HttpKaspiQrReturns(this.qr);
	}

	@Override
	public KaspiOrder cancel(String orderId) {
		requireEnhanced("invoices by phone number to cancel");
		requirePaymentId(orderId);
		return this.calls.forUser(CANCEL, Operation.CANCEL, orderId, this.qr.withDevice((token, attempts) -> {
			Map<String, @Nullable Object> body = body(token);
			body.put("QrPaymentId", new BigDecimal(orderId));
			return attempts
				.once(() -> answered(orderId, this.qr.post(CANCEL, attempts, "remote/cancel", body).fields()));
		}));
	}

	private void requireEnhanced(String what) {
		if (this.settings.scheme() != QrScheme.ENHANCED) {
			throw new KaspiUnsupportedOperationException(
					this.capabilities.protocol() + " has no " + what + ": that is a matter of the scheme enhanced");
		}
	}

	private static void requirePaymentId(String orderId) {
		OrderRules.requireOrderId(orderId);
		if (!isNumber(orderId)) {
			throw new KaspiOrderNotFoundException(
					"The QR API knows no payment '" + orderId + "': its ids are numbers; nothing was sent", 404, null,
					null, null);
		}
	}

	private static boolean isNumber(String id) {
		return id.matches("[0-9]{1,18}");
	}

	private static Map<String, @Nullable Object> body(String deviceToken) {
		Map<String, @Nullable Object> body = new LinkedHashMap<>();
		body.put("DeviceToken", deviceToken);
		return body;
	}

	/**
	 * Each order has the schedule that Kaspi's answer gave it. This is for those that
	 * were created elsewhere.
	 */
	@Override
	public PollingSchedule pollingSchedule(KaspiOrder order) {
		return this.settings.polling();
	}

}
