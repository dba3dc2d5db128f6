/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.qr;

import java.net.URI;
import java.time.Clock;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.simulator.fault.Operation;
import io.github.kaspipay.simulator.journal.StateVersion;
import io.github.kaspipay.simulator.page.PhoneInbox;
import io.github.kaspipay.simulator.tls.SimulatedCertificates;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.Routes;
import org.jspecify.annotations.Nullable;

/**
 * The QR API as the merchant calls it, and the customer who pays by it. Internal to the
 * simulator.
 */
public final class QrApi {

	/**
	 * The paths that are answered with a client's key.
	 */
	public static final Set<String> KEY_PATHS = Set.of(QrControl.PKCS12_PATH, QrControl.PEM_PATH);

	private final QrEndpoint endpoint;

	private final SimulatedQr kaspi;

	private final QrControl control;

	private final QrPhonePage phone;

	/**
	 * Creates the API.
	 * @param merchant how the merchant is known
	 * @param hosts the further names that the certificates are made for
	 * @param version counts changes
	 * @param clock the simulator's clock
	 * @param listen starts to listen with TLS, and tells the port
	 * @param links gives the link of a payment
	 */
	public QrApi(QrMerchant merchant, Set<String> hosts, StateVersion version, Clock clock,
			ToIntFunction<SimulatedCertificates> listen, Function<String, URI> links) {
		QrDevices devices = new QrDevices();
		QrPaymentBook payments = new QrPaymentBook(version, clock, links);
		QrReturnBook returns = new QrReturnBook(version, clock);
		this.endpoint = new QrEndpoint(merchant, devices, payments, returns);
		this.kaspi = new SimulatedQr(merchant, new QrAddress(hosts, listen), devices, payments, returns);
		this.control = new QrControl(this.kaspi);
		this.phone = new QrPhonePage(this.kaspi, clock);
	}

	/**
	 * Tells whether a path is one of the QR API's.
	 * @param path the path
	 * @return whether it is answered here
	 */
	public static boolean has(String path) {
		return QrCalls.isQr(path);
	}

	/**
	 * Tells which operation is called.
	 * @param request the call
	 * @return the operation, or {@code null} if the API has no such call
	 */
	public @Nullable Operation operation(Request request) {
		return this.endpoint.operation(request);
	}

	/**
	 * Refuses who does not show what the scheme asks for.
	 * @param request the call
	 * @return the refusal, or {@code null} if the call is to be answered
	 */
	public @Nullable Answer refusal(Request request) {
		return this.endpoint.refusal(request);
	}

	/**
	 * Answers a call.
	 * @param request the call
	 * @return the answer
	 */
	public Answer answer(Request request) {
		return this.endpoint.answer(request);
	}

	/**
	 * Adds what other programs, and the simulator's pages, can do with the QR API.
	 * @param routes what to add it to
	 */
	public void addTo(Routes routes) {
		this.control.addTo(routes);
	}

	/**
	 * Returns the phone of a customer who pays by the QR API.
	 * @return the phone
	 */
	public PhoneInbox phone() {
		return this.phone;
	}

	/**
	 * Returns the QR API as a test sees it.
	 * @return the QR API
	 */
	public SimulatedQr kaspi() {
		return this.kaspi;
	}

	/**
	 * Tells where the API listens.
	 * @return the address without a path, or {@code null} as long as nobody listens
	 */
	public @Nullable String address() {
		return this.kaspi.address();
	}

	/**
	 * Lets happen what is due by now.
	 */
	public void settle() {
		this.kaspi.settle();
	}

	/**
	 * Forgets all payments, devices and times.
	 */
	public void reset() {
		this.kaspi.reset();
	}

	/**
	 * Undoes what a test may have changed, except for payments and devices.
	 */
	public void resetExceptPayments() {
		this.kaspi.resetExceptPayments();
	}

}
