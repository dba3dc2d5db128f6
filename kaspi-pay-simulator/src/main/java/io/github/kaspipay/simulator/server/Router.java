/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.server;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.kaspipay.simulator.checkpay.CheckPayApi;
import io.github.kaspipay.simulator.fault.ApiFault;
import io.github.kaspipay.simulator.fault.FaultInjector;
import io.github.kaspipay.simulator.fault.Operation;
import io.github.kaspipay.simulator.journal.StateVersion;
import io.github.kaspipay.simulator.order.OrdersApi;
import io.github.kaspipay.simulator.qr.QrApi;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.ApiException;
import io.github.kaspipay.simulator.wire.Routes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings each call to who answers it. Delays and faults of the stub it is applied to are
 * kept. Internal to the simulator.
 */
public final class Router implements ResponseDefinitionTransformerV2 {

	/**
	 * The name of the transformer.
	 */
	public static final String NAME = "kaspi-pay";

	static final String REQUEST_ID_HEADER = "X-Request-Id";

	private static final Logger logger = LoggerFactory.getLogger(Router.class);

	private static final Pattern UUID_TEXT = Pattern.compile("[0-9A-Fa-f-]{36}");

	private static final Answer NOT_PROCESSED = new Answer(200, Map.of(), "");

	private final FaultInjector faults;

	private final RateLimit rateLimit;

	private final OrdersApi orders;

	private final CheckPayApi checkPay;

	private final QrApi qr;

	private final ControlEndpoint control;

	private final Routes pages;

	/**
	 * Creates the router.
	 * @param control what other programs can do with the simulator
	 * @param pages what the simulator shows to humans
	 */
	public Router(FaultInjector faults, RateLimit rateLimit, OrdersApi orders, CheckPayApi checkPay, QrApi qr,
			StateVersion version, Routes control, Routes pages) {
		this.faults = faults;
		this.rateLimit = rateLimit;
		this.orders = orders;
		this.checkPay = checkPay;
		this.qr = qr;
		this.control = new ControlEndpoint(control, version);
		this.pages = pages;
	}

	static boolean isApi(String path) {
		return isLimited(path) || CheckPayApi.has(path);
	}

	private static boolean isLimited(String path) {
		return OrdersApi.has(path) || QrApi.has(path);
	}

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public boolean applyGlobally() {
		return false;
	}

	@Override
	public ResponseDefinition transform(ServeEvent serveEvent) {
		Request request = serveEvent.getRequest();
		String path = Routes.path(request);
		Answer answer = isLimited(path) ? refusal(path, request) : null;
		// A call that is refused suffers no fault: the fault waits for the one that
		// follows
		Operation operation = (answer == null) ? operation(path, request) : null;
		ApiFault fault = (operation != null) ? this.faults.take(operation) : null;
		if (answer == null) {
			answer = (fault == null || fault.isAfterProcessing()) ? answer(path, request) : NOT_PROCESSED;
		}
		ResponseDefinitionBuilder response = ResponseDefinitionBuilder.like(serveEvent.getResponseDefinition()).but();
		if (fault != null) {
			answer = FaultInjector.change(answer, fault);
			FaultInjector.disturb(response, answer, fault);
		}
		response.withStatus(answer.status()).withHeader(REQUEST_ID_HEADER, requestId(path, request));
		if (answer.bytes() != null) {
			response.withBody(answer.bytes());
		}
		else {
			response.withBody(answer.body());
		}
		answer.headers().forEach(response::withHeader);
		return response.build();
	}

	/**
	 * Names the request: as the client did for the QR API, otherwise by a new id.
	 */
	private static String requestId(String path, Request request) {
		String given = QrApi.has(path) ? request.getHeader(REQUEST_ID_HEADER) : null;
		return (given != null && UUID_TEXT.matcher(given).matches()) ? given : UUID.randomUUID().toString();
	}

	private @Nullable Operation operation(String path, Request request) {
		if (QrApi.has(path)) {
			return this.qr.operation(request);
		}
		return CheckPayApi.has(path) ? CheckPayApi.operation(request) : OrdersApi.operation(request);
	}

	/**
	 * Refuses a call that Kaspi Pay would not look at.
	 */
	private @Nullable Answer refusal(String path, Request request) {
		Duration retryAfter = this.rateLimit.acquire();
		if (!retryAfter.isZero()) {
			return Answer.error(429, "TOO_MANY_REQUESTS", "Too many requests in 60 seconds")
				.withHeader("Retry-After", Long.toString(retryAfter.plusMillis(999).toSeconds()));
		}
		return QrApi.has(path) ? this.qr.refusal(request) : this.orders.refusal(request);
	}

	private Answer answer(String path, Request request) {
		try {
			if (QrApi.has(path)) {
				return this.qr.answer(request);
			}
			if (OrdersApi.has(path)) {
				return this.orders.answer(request);
			}
			return CheckPayApi.has(path) ? this.checkPay.answer(request) : other(path, request);
		}
		catch (ApiException ex) {
			return Answer.error(ex.getStatus(), ex.getCode(), ex.getMessage());
		}
		catch (RuntimeException ex) {
			logger.error("The simulator failed to answer a call", ex);
			return Answer.error(500, "INTERNAL_ERROR", "The simulator failed");
		}
	}

	private Answer other(String path, Request request) {
		if (CrossSite.isForbidden(request, path)) {
			return Answer.error(403, "CROSS_SITE", "Pages of other sites can neither change nor read the simulator");
		}
		return this.pages.has(path) ? this.pages.answer(request) : this.control.answer(request);
	}

}
