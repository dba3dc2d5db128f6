/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.qr;

import java.math.BigDecimal;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.github.kaspipay.simulator.journal.StateVersion;
import io.github.kaspipay.simulator.qr.SimulatedQrPayment.Form;
import io.github.kaspipay.simulator.wire.ApiException;
import org.jspecify.annotations.Nullable;

/**
 * All payments of the QR API, and what becomes of them. A code that nobody scans in time
 * keeps its status, since there is none for it; one that was scanned and not confirmed is
 * an error. Safe for use by several threads.
 */
final class QrPaymentBook {

	static final String CREATED = "QrTokenCreated";

	static final String WAIT = "Wait";

	static final String PROCESSED = "Processed";

	static final String ERROR = "Error";

	static final String REMOTE_CREATED = "RemotePaymentCreated";

	static final String REMOTE_CANCELED = "RemotePaymentCanceled";

	private static final Duration REMOTE_LIFETIME = Duration.ofHours(24);

	/**
	 * Ids are of Kaspi's size, and begin elsewhere in each simulator.
	 */
	private static final long FIRST_ID = 12_800_000_000L;

	private static final long RUNS = 100_000_000;

	private static final long IDS_PER_RUN = 10_000;

	private final StateVersion version;

	private final Clock clock;

	private final Function<String, URI> links;

	private final Map<String, SimulatedQrPayment> payments = new LinkedHashMap<>();

	private long lastId = FIRST_ID + new SecureRandom().nextLong(RUNS) * IDS_PER_RUN;

	private volatile QrWindows windows = QrWindows.DEFAULT;

	QrPaymentBook(StateVersion version, Clock clock, Function<String, URI> links) {
		this.version = version;
		this.clock = clock;
		this.links = links;
	}

	QrWindows windows() {
		return this.windows;
	}

	void windows(QrWindows windows) {
		this.windows = windows;
	}

	synchronized SimulatedQrPayment createQr(BigDecimal amount, String tradePointId, @Nullable String reference) {
		String id = nextId();
		String token = "5123690377728016783617816650" + id;
		return create(id, Form.QR, CREATED, amount, tradePointId, reference, null, token, this.windows.scan());
	}

	synchronized SimulatedQrPayment createLink(BigDecimal amount, String tradePointId, @Nullable String reference) {
		String id = nextId();
		return create(id, Form.LINK, CREATED, amount, tradePointId, reference, null, this.links.apply(id).toString(),
				this.windows.scan());
	}

	synchronized SimulatedQrPayment createRemote(BigDecimal amount, String tradePointId, String phoneNumber,
			@Nullable String comment) {
		return create(nextId(), Form.REMOTE, REMOTE_CREATED, amount, tradePointId, comment, phoneNumber, "",
				REMOTE_LIFETIME);
	}

	private SimulatedQrPayment create(String id, Form form, String status, BigDecimal amount, String tradePointId,
			@Nullable String reference, @Nullable String phoneNumber, String content, Duration lifetime) {
		Instant now = now();
		SimulatedQrPayment payment = new SimulatedQrPayment(id, form, status, amount, BigDecimal.ZERO, tradePointId,
				reference, phoneNumber, content, now, now.plus(lifetime), null);
		store(payment);
		return payment;
	}

	synchronized Optional<SimulatedQrPayment> find(String paymentId) {
		return Optional.ofNullable(this.payments.get(paymentId)).map(this::settle);
	}

	synchronized SimulatedQrPayment existing(String paymentId) {
		return find(paymentId).orElseThrow(() -> new NoSuchElementException("There is no payment " + paymentId));
	}

	synchronized List<SimulatedQrPayment> newestFirst() {
		settleAll();
		List<SimulatedQrPayment> newestFirst = new ArrayList<>(this.payments.values());
		Collections.reverse(newestFirst);
		return newestFirst;
	}

	/**
	 * Scans a QR code, or opens a link.
	 */
	synchronized SimulatedQrPayment scan(String paymentId) {
		return change(paymentId, "scanned", SimulatedQrPayment::isToBeScanned,
				(payment) -> payment.withStatus((payment.form() == Form.LINK) ? REMOTE_CREATED : WAIT,
						now().plus(this.windows.confirmation())));
	}

	/**
	 * Confirms what was scanned, opened or sent to the customer.
	 */
	synchronized SimulatedQrPayment confirm(String paymentId, @Nullable BigDecimal amount) {
		return change(paymentId, "confirmed", SimulatedQrPayment::isToBeConfirmed,
				(payment) -> payment.paid((amount != null) ? amount : payment.amount(), now()));
	}

	synchronized SimulatedQrPayment failScan(String paymentId) {
		return change(paymentId, "scanned", SimulatedQrPayment::isToBeScanned, QrPaymentBook::failed);
	}

	synchronized SimulatedQrPayment failConfirmation(String paymentId) {
		return change(paymentId, "confirmed", SimulatedQrPayment::isToBeConfirmed, QrPaymentBook::failed);
	}

	/**
	 * Cancels a remote payment that waits for the customer.
	 */
	synchronized SimulatedQrPayment cancel(String paymentId) {
		return change(paymentId, "cancelled", (payment) -> payment.form() == Form.REMOTE && payment.isToBeConfirmed(),
				(payment) -> payment.withStatus(REMOTE_CANCELED, payment.expiresAt()));
	}

	/**
	 * Pays what cannot be paid any more.
	 */
	synchronized SimulatedQrPayment payLate(String paymentId) {
		SimulatedQrPayment payment = existing(paymentId);
		if (payment.isPaid()) {
			throw conflict(payment, "paid");
		}
		return store(payment.paid(payment.amount(), now()));
	}

	synchronized SimulatedQrPayment forceStatus(String paymentId, String status) {
		SimulatedQrPayment payment = existing(paymentId);
		return store(status.equals(PROCESSED) && payment.paidAt() == null ? payment.paid(payment.amount(), now())
				: payment.withStatus(status, payment.expiresAt()));
	}

	synchronized SimulatedQrPayment refund(String paymentId, BigDecimal amount) {
		SimulatedQrPayment payment = existing(paymentId);
		if (!payment.isPaid()) {
			throw new QrException(QrStatusCode.NOT_REFUNDABLE);
		}
		if (amount.compareTo(payment.refundable()) > 0) {
			throw new QrException(QrStatusCode.REFUND_TOO_LARGE);
		}
		return store(payment.refunded(amount));
	}

	synchronized void settleAll() {
		List.copyOf(this.payments.values()).forEach(this::settle);
	}

	synchronized void reset() {
		this.payments.clear();
		this.version.increment();
	}

	private SimulatedQrPayment settle(SimulatedQrPayment payment) {
		boolean unconfirmed = payment.form() != Form.REMOTE && payment.isToBeConfirmed() && isOver(payment);
		return unconfirmed ? store(failed(payment)) : payment;
	}

	private SimulatedQrPayment change(String paymentId, String what, Predicate<SimulatedQrPayment> allowed,
			UnaryOperator<SimulatedQrPayment> change) {
		SimulatedQrPayment payment = existing(paymentId);
		if (!allowed.test(payment) || isOver(payment)) {
			throw conflict(payment, what);
		}
		return store(change.apply(payment));
	}

	private static ApiException conflict(SimulatedQrPayment payment, String what) {
		return new ApiException(409, "PAYMENT_STATUS_CONFLICT",
				String.format(Locale.ROOT, "Payment %s is %s, or its time is over, and cannot be %s",
						payment.paymentId(), payment.status(), what));
	}

	private static SimulatedQrPayment failed(SimulatedQrPayment payment) {
		return payment.withStatus(ERROR, payment.expiresAt());
	}

	boolean isOver(SimulatedQrPayment payment) {
		return !this.clock.instant().isBefore(payment.expiresAt());
	}

	private SimulatedQrPayment store(SimulatedQrPayment payment) {
		this.payments.put(payment.paymentId(), payment);
		this.version.increment();
		return payment;
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
	}

	private String nextId() {
		return Long.toString(++this.lastId);
	}

}
