/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.checkpay;

import java.net.URI;
import java.time.Clock;
import java.util.function.Supplier;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.simulator.fault.Operation;
import io.github.kaspipay.simulator.journal.Journal;
import io.github.kaspipay.simulator.journal.StateVersion;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.Routes;
import org.jspecify.annotations.Nullable;

/**
 * Check/pay, with quick pay as the merchant calls it, and the customer who pays an
 * account. Internal to the simulator.
 */
public final class CheckPayApi {

	/**
	 * The path of quick pay.
	 */
	public static final String QUICK_PAY_PATH = "/online";

	private final QuickPayments quickPayments = new QuickPayments();

	private final QuickPayEndpoint quickPayEndpoint;

	private final SimulatedCheckPay kaspi;

	private final CheckPayControl control;

	private final AccountPage page;

	/**
	 * Creates the API.
	 * @param merchant where the merchant is called, or {@code null} as long as that is
	 * not known
	 * @param version counts changes
	 * @param clock the simulator's clock
	 * @param baseUrl the simulator's address
	 */
	public CheckPayApi(@Nullable URI merchant, StateVersion version, Clock clock, Supplier<String> baseUrl) {
		Journal<CheckPayCall> calls = new Journal<>(version);
		this.kaspi = new SimulatedCheckPay(clock, version, calls);
		if (merchant != null) {
			this.kaspi.merchant(merchant);
		}
		this.quickPayEndpoint = new QuickPayEndpoint(this.quickPayments, baseUrl);
		this.control = new CheckPayControl(this.kaspi, calls, baseUrl);
		this.page = new AccountPage(this.kaspi, this.quickPayments);
	}

	/**
	 * Tells whether a path is one of quick pay's.
	 * @param path the path
	 * @return whether it is answered here
	 */
	public static boolean has(String path) {
		return path.equals(QUICK_PAY_PATH);
	}

	/**
	 * Tells which operation is called.
	 * @param request the call
	 * @return the operation, or {@code null} if the API has no such call
	 */
	public static @Nullable Operation operation(Request request) {
		return request.getMethod().getName().equals("POST") ? Operation.QUICK_PAY : null;
	}

	/**
	 * Answers a call.
	 * @param request the call
	 * @return the answer
	 */
	public Answer answer(Request request) {
		return (operation(request) != null) ? this.quickPayEndpoint.create(request) : Answer.methodNotAllowed("POST");
	}

	/**
	 * Adds what other programs, and the simulator's pages, can do with check/pay.
	 * @param routes what to add it to
	 */
	public void addTo(Routes routes) {
		this.control.addTo(routes);
	}

	/**
	 * Adds the phone of a customer who pays an account.
	 * @param routes what to add it to
	 */
	public void addPagesTo(Routes routes) {
		this.page.addTo(routes);
	}

	/**
	 * Returns Kaspi as the caller of check/pay.
	 * @return the caller
	 */
	public SimulatedCheckPay kaspi() {
		return this.kaspi;
	}

	/**
	 * Forgets all calls, payments and terms.
	 */
	public void reset() {
		this.kaspi.reset();
		this.quickPayments.clear();
	}

}
