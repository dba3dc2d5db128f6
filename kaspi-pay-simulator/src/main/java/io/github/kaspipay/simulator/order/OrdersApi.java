/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.order;

import java.net.URI;
import java.time.Clock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.simulator.fault.Operation;
import io.github.kaspipay.simulator.journal.StateVersion;
import io.github.kaspipay.simulator.page.PhoneInbox;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.Routes;
import org.jspecify.annotations.Nullable;

/**
 * The orders API as the merchant calls it, with its tokens. Internal to the simulator.
 */
public final class OrdersApi {

	/**
	 * The path that access tokens are issued at.
	 */
	public static final String TOKEN_PATH = "/oauth/token";

	private static final String ORDERS_PATH = "/payment/orders";

	private static final Pattern ORDER = Pattern.compile(ORDERS_PATH + "/([A-Za-z0-9_-]+)(/refund)?");

	private final OrderBook orders;

	private final AccessTokens tokens;

	private final TokenEndpoint tokenEndpoint;

	private final OrdersEndpoint ordersEndpoint;

	private final OrderPhonePage phone;

	/**
	 * Creates the API.
	 * @param credentials whom tokens are issued to
	 * @param merchantId whose orders are accepted
	 * @param version counts changes
	 * @param clock the simulator's clock
	 * @param paymentUrl gives the page on which an order is paid
	 * @param changeListener hears of each change of an order, one after the other
	 */
	public OrdersApi(ClientCredentials credentials, String merchantId, StateVersion version, Clock clock,
			Function<String, URI> paymentUrl, Consumer<SimulatedOrder> changeListener) {
		this.orders = new OrderBook(version, clock, paymentUrl, changeListener);
		this.tokens = new AccessTokens(clock);
		this.tokenEndpoint = new TokenEndpoint(credentials, this.tokens);
		this.ordersEndpoint = new OrdersEndpoint(merchantId, this.orders);
		this.phone = new OrderPhonePage(this.orders, clock, merchantId);
	}

	/**
	 * Tells whether a path is one of the orders API's.
	 * @param path the path
	 * @return whether it is answered here
	 */
	public static boolean has(String path) {
		return path.startsWith("/oauth/") || path.startsWith("/payment/");
	}

	/**
	 * Tells which operation is called.
	 * @param request the call
	 * @return the operation, or {@code null} if the API has no such call
	 */
	public static @Nullable Operation operation(Request request) {
		String path = Routes.path(request);
		boolean post = request.getMethod().getName().equals("POST");
		if (path.equals(TOKEN_PATH)) {
			return post ? Operation.TOKEN : null;
		}
		if (path.equals(ORDERS_PATH)) {
			return post ? Operation.CREATE : null;
		}
		Matcher order = ORDER.matcher(path);
		if (order.matches() && request.getMethod().getName().equals(methodOf(order))) {
			return post ? Operation.REFUND : Operation.STATUS;
		}
		return null;
	}

	private static String methodOf(Matcher order) {
		return (order.group(2) != null) ? "POST" : "GET";
	}

	/**
	 * Refuses who has no token.
	 * @param request the call
	 * @return the refusal, or {@code null} if the call is to be answered
	 */
	public @Nullable Answer refusal(Request request) {
		Operation operation = operation(request);
		if (operation == null || operation == Operation.TOKEN || isAuthorized(request)) {
			return null;
		}
		return Answer.error(401, "UNAUTHORIZED", "The access token is missing, unknown or expired")
			.withHeader("WWW-Authenticate", "Bearer");
	}

	private boolean isAuthorized(Request request) {
		String authorization = request.getHeader("Authorization");
		return authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7)
				&& this.tokens.isValid(authorization.substring(7).trim());
	}

	/**
	 * Answers a call.
	 * @param request the call
	 * @return the answer
	 */
	public Answer answer(Request request) {
		String path = Routes.path(request);
		Matcher order = ORDER.matcher(path);
		if (operation(request) == null) {
			return notInTheApi(path, order);
		}
		if (path.equals(TOKEN_PATH)) {
			return this.tokenEndpoint.issue(request);
		}
		if (!order.matches()) {
			return this.ordersEndpoint.create(request);
		}
		return (order.group(2) != null) ? this.ordersEndpoint.refund(order.group(1), request)
				: this.ordersEndpoint.status(order.group(1));
	}

	private static Answer notInTheApi(String path, Matcher order) {
		if (order.matches()) {
			return Answer.methodNotAllowed(methodOf(order));
		}
		return (path.equals(TOKEN_PATH) || path.equals(ORDERS_PATH)) ? Answer.methodNotAllowed("POST")
				: Answer.notFound();
	}

	/**
	 * Adds what other programs, and the simulator's pages, can do with orders.
	 * @param routes what to add it to
	 */
	public void addTo(Routes routes) {
		new OrderControl(this.orders).addTo(routes);
	}

	/**
	 * Returns the phone of a customer who pays an order.
	 * @return the phone
	 */
	public PhoneInbox phone() {
		return this.phone;
	}

	/**
	 * Returns the orders.
	 * @return the orders
	 */
	public OrderBook orders() {
		return this.orders;
	}

	/**
	 * Issues an access token to whoever asks.
	 * @return the token
	 */
	public String issueToken() {
		return this.tokens.issue();
	}

	/**
	 * Makes all access tokens invalid that have been issued.
	 */
	public void revokeTokens() {
		this.tokens.revokeAll();
	}

	/**
	 * Blocks the merchant or lifts the block.
	 * @param blocked whether the merchant is blocked
	 */
	public void blockMerchant(boolean blocked) {
		this.ordersEndpoint.blockMerchant(blocked);
	}

}
