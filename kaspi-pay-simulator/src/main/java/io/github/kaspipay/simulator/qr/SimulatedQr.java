/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.qr;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import io.github.kaspipay.simulator.tls.SimulatedCertificates;
import io.github.kaspipay.simulator.wire.Money;
import org.jspecify.annotations.Nullable;

/**
 * The QR API of Kaspi, over TLS. It starts to listen when its address or its certificates
 * are asked for. The customer is whoever calls this, or clicks at {@code /phone}. Safe
 * for use by several threads.
 * <p>
 * Methods that take the id of a payment throw {@link java.util.NoSuchElementException} if
 * there is none with that id, and {@link IllegalStateException} if its status does not
 * allow it, or its time is over.
 */
public final class SimulatedQr {

	private final QrMerchant merchant;

	private final QrAddress address;

	private final QrDevices devices;

	private final QrPaymentBook payments;

	private final QrReturnBook returns;

	SimulatedQr(QrMerchant merchant, QrAddress address, QrDevices devices, QrPaymentBook payments,
			QrReturnBook returns) {
		this.merchant = merchant;
		this.address = address;
		this.devices = devices;
		this.payments = payments;
		this.returns = returns;
	}

	boolean isOver(SimulatedQrPayment payment) {
		return this.payments.isOver(payment);
	}

	/**
	 * Returns the address that the calls of a scheme begin with.
	 * @param scheme the scheme
	 * @return the address, such as {@code https://localhost:8543/r3/v01}
	 */
	public String baseUrl(SimulatedQrScheme scheme) {
		return this.address.get() + scheme.path();
	}

	@Nullable String address() {
		return this.address.ifListening();
	}

	/**
	 * Returns the certificates: what the client shows, and whom it trusts.
	 * @return the certificates
	 */
	public SimulatedCertificates certificates() {
		return this.address.certificates();
	}

	/**
	 * Returns the API key of the basic scheme.
	 * @return the key
	 */
	public String apiKey() {
		return this.merchant.apiKey();
	}

	/**
	 * Returns the organization's BIN of the enhanced scheme.
	 * @return the BIN
	 */
	public String organizationBin() {
		return this.merchant.organizationBin();
	}

	/**
	 * Returns the ids of the trade points.
	 * @return the ids, which are numbers
	 */
	public Set<String> tradePointIds() {
		return QrDevices.TRADE_POINTS.keySet();
	}

	/**
	 * Returns all payments.
	 * @return the payments as they are now, the newest first
	 */
	public List<SimulatedQrPayment> payments() {
		return this.payments.newestFirst();
	}

	/**
	 * Returns one payment.
	 * @param paymentId the payment's id
	 * @return the payment as it is now, or nothing if there is none with that id
	 */
	public Optional<SimulatedQrPayment> payment(String paymentId) {
		return this.payments.find(paymentId);
	}

	/**
	 * Scans a QR code or opens a link, as the customer does.
	 * @param paymentId the payment's id
	 * @return the payment, to be confirmed
	 */
	public SimulatedQrPayment scan(String paymentId) {
		return this.payments.scan(paymentId);
	}

	/**
	 * Confirms what was scanned, opened or sent to the customer.
	 * @param paymentId the payment's id
	 * @return the paid payment
	 */
	public SimulatedQrPayment confirm(String paymentId) {
		return this.payments.confirm(paymentId, null);
	}

	/**
	 * Scans, where that is still to be done, and confirms.
	 * @param paymentId the payment's id
	 * @return the paid payment
	 */
	public SimulatedQrPayment pay(String paymentId) {
		return pay(paymentId, null);
	}

	/**
	 * Pays another amount than was asked for. The status then says that amount.
	 * @param paymentId the payment's id
	 * @param amount what is paid, in ₸, more than 0
	 * @return the paid payment
	 */
	public SimulatedQrPayment payOther(String paymentId, BigDecimal amount) {
		return pay(paymentId, Money.requirePositive(amount));
	}

	SimulatedQrPayment pay(String paymentId, @Nullable BigDecimal amount) {
		if (this.payments.existing(paymentId).isToBeScanned()) {
			this.payments.scan(paymentId);
		}
		return this.payments.confirm(paymentId, amount);
	}

	/**
	 * Pays a payment that cannot be paid any more.
	 * @param paymentId the payment's id
	 * @return the paid payment
	 */
	public SimulatedQrPayment payLate(String paymentId) {
		return this.payments.payLate(paymentId);
	}

	/**
	 * Lets the scan or the confirmation of a payment fail, whichever is next.
	 * @param paymentId the payment's id
	 * @return the payment that was not paid
	 */
	public SimulatedQrPayment fail(String paymentId) {
		return this.payments.existing(paymentId).isToBeScanned() ? this.payments.failScan(paymentId)
				: this.payments.failConfirmation(paymentId);
	}

	/**
	 * Gives a payment any status, possible or not.
	 * @param paymentId the payment's id
	 * @param status the status, as it is on the wire
	 * @return the changed payment
	 */
	public SimulatedQrPayment forceStatus(String paymentId, String status) {
		return this.payments.forceStatus(paymentId, status);
	}

	/**
	 * Refunds a payment elsewhere than over the API.
	 * @param paymentId the payment's id
	 * @param amount what to refund, in ₸, at most what is left
	 * @return the payment, refunded in part or in full
	 */
	public SimulatedQrPayment refund(String paymentId, BigDecimal amount) {
		return this.payments.refund(paymentId, Money.requirePositive(amount));
	}

	/**
	 * Returns the QR codes by which customers identify for refunds, in the standard
	 * scheme.
	 * @return the codes as they are now, the oldest first
	 */
	public List<SimulatedQrReturn> returns() {
		return this.returns.all();
	}

	List<SimulatedQrReturn> openReturns() {
		return this.returns.open();
	}

	/**
	 * Scans a QR code for a refund, as the customer does.
	 * @param returnId the code's id
	 * @return the code, with the customer identified
	 */
	public SimulatedQrReturn scanReturn(String returnId) {
		return this.returns.scan(returnId);
	}

	/**
	 * Sets the times that new QR codes and links have, each between 1 second and 1 day.
	 * @param pollingInterval how often the status may be asked for; 5 seconds by default
	 * @param scan how long a code waits for its scan; 180 seconds by default
	 * @param confirmation how long it then waits for its confirmation; 65 seconds by
	 * default
	 */
	public void windows(Duration pollingInterval, Duration scan, Duration confirmation) {
		this.payments.windows(new QrWindows(pollingInterval, scan, confirmation));
	}

	/**
	 * Disables a trade point, where nothing can be sold then, or enables it.
	 * @param tradePointId the trade point's id
	 * @param disabled whether it is disabled
	 */
	public void disableTradePoint(String tradePointId, boolean disabled) {
		this.devices.disable(tradePointId, disabled);
	}

	/**
	 * Makes all devices unknown that have been registered.
	 */
	public void forgetDevices() {
		this.devices.forget();
	}

	void settle() {
		this.payments.settleAll();
	}

	void reset() {
		this.payments.reset();
		this.returns.reset();
		this.devices.forget();
		resetExceptPayments();
	}

	void resetExceptPayments() {
		this.payments.windows(QrWindows.DEFAULT);
		this.devices.enableAll();
	}

}
