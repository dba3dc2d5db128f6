package io.github.kaspipay.test;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.kaspipay.test.fault.ApiFault;
import io.github.kaspipay.test.fault.Operation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings each call to the endpoint that answers it. Delays and faults of the stub it is
 * applied to are kept.
 */
final class Router implements ResponseDefinitionTransformerV2 {

	static final String NAME = "kaspi-pay";

	static final String TOKEN_PATH = "/oauth/token";

	static final String REQUEST_ID_HEADER = "X-Request-Id";

	static final String QUICK_PAY_PATH = "/online";

	private static final String ORDERS_PATH = "/payment/orders";

	private static final Logger logger = LoggerFactory.getLogger(Router.class);

	private static final Pattern ORDER = Pattern.compile(ORDERS_PATH + "/([A-Za-z0-9_-]+)(/refund)?");

	private static final Pattern UUID_TEXT = Pattern.compile("[0-9A-Fa-f-]{36}");

	private static final Answer NOT_PROCESSED = new Answer(200, Map.of(), "");

	private final SimulatorFaults faults;

	private final RateLimit rateLimit;

	private final AccessTokens tokens;

	private final TokenEndpoint tokenEndpoint;

	private final OrdersEndpoint ordersEndpoint;

	private final QuickPayEndpoint quickPayEndpoint;

	private final QrEndpoint qrEndpoint;

	private final ControlEndpoint controlEndpoint;

	private final Pages pages;

	Router(SimulatorFaults faults, RateLimit rateLimit, AccessTokens tokens, TokenEndpoint tokenEndpoint,
			OrdersEndpoint ordersEndpoint, QuickPayEndpoint quickPayEndpoint, QrEndpoint qrEndpoint,
			ControlEndpoint controlEndpoint, Pages pages) {
		this.faults = faults;
		this.rateLimit = rateLimit;
		this.tokens = tokens;
		this.tokenEndpoint = tokenEndpoint;
		this.ordersEndpoint = ordersEndpoint;
		this.quickPayEndpoint = quickPayEndpoint;
		this.qrEndpoint = qrEndpoint;
		this.controlEndpoint = controlEndpoint;
		this.pages = pages;
	}

	static String path(Request request) {
		return request.getUrl().split("\\?", 2)[0];
	}

	static boolean isApi(String path) {
		return path.startsWith("/oauth/") || path.startsWith("/payment/") || QrCalls.isQr(path);
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
		Operation operation = operation(request);
		Answer answer = isApi(path(request)) ? refusal(request, operation) : null;
		ApiFault fault = (operation != null && answer == null) ? this.faults.take(operation) : null;
		if (answer == null) {
			answer = (fault == null || fault.isAfterProcessing()) ? answer(request, operation) : NOT_PROCESSED;
		}
		ResponseDefinitionBuilder response = ResponseDefinitionBuilder.like(serveEvent.getResponseDefinition()).but();
		if (fault != null) {
			answer = ApiFaultInjector.change(answer, fault);
			ApiFaultInjector.disturb(response, answer, fault);
		}
		response.withStatus(answer.status()).withHeader(REQUEST_ID_HEADER, requestId(request));
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
	private static String requestId(Request request) {
		String given = QrCalls.isQr(path(request)) ? request.getHeader(REQUEST_ID_HEADER) : null;
		return (given != null && UUID_TEXT.matcher(given).matches()) ? given : UUID.randomUUID().toString();
	}

	private @Nullable Operation operation(Request request) {
		String path = path(request);
		if (QrCalls.isQr(path)) {
			return this.qrEndpoint.operation(request);
		}
		boolean post = request.getMethod().getName().equals("POST");
		if (path.equals(TOKEN_PATH)) {
			return post ? Operation.TOKEN : null;
		}
		if (path.equals(ORDERS_PATH)) {
			return post ? Operation.CREATE : null;
		}
		if (path.equals(QUICK_PAY_PATH)) {
			return post ? Operation.QUICK_PAY : null;
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
	 * Refuses a call that Kaspi Pay would not look at. Such a call suffers no fault: the
	 * fault waits for the one that follows with a token.
	 */
	private @Nullable Answer refusal(Request request, @Nullable Operation operation) {
		Duration retryAfter = this.rateLimit.acquire();
		if (!retryAfter.isZero()) {
			return Answer.error(429, "TOO_MANY_REQUESTS", "Too many requests in 60 seconds")
				.withHeader("Retry-After", Long.toString(retryAfter.plusMillis(999).toSeconds()));
		}
		if (QrCalls.isQr(path(request))) {
			return this.qrEndpoint.refusal(request);
		}
		if (operation != null && operation != Operation.TOKEN && !isAuthorized(request)) {
			return Answer.error(401, "UNAUTHORIZED", "The access token is missing, unknown or expired")
				.withHeader("WWW-Authenticate", "Bearer");
		}
		return null;
	}

	private Answer answer(Request request, @Nullable Operation operation) {
		try {
			String path = path(request);
			if (QrCalls.isQr(path)) {
				return this.qrEndpoint.answer(request);
			}
			if (operation != null) {
				return api(operation, path, request);
			}
			return (isApi(path) || path.equals(QUICK_PAY_PATH)) ? notInTheApi(path) : other(path, request);
		}
		catch (ApiException ex) {
			return Answer.error(ex.getStatus(), ex.getCode(), ex.getMessage());
		}
		catch (RuntimeException ex) {
			logger.error("The simulator failed to answer a call", ex);
			return Answer.error(500, "INTERNAL_ERROR", "The simulator failed");
		}
	}

	private Answer api(Operation operation, String path, Request request) {
		Matcher order = ORDER.matcher(path);
		String orderId = order.matches() ? order.group(1) : "";
		return switch (operation) {
			case TOKEN -> this.tokenEndpoint.issue(request);
			case CREATE -> this.ordersEndpoint.create(request);
			case STATUS -> this.ordersEndpoint.status(orderId);
			case REFUND -> this.ordersEndpoint.refund(orderId, request);
			case QUICK_PAY -> this.quickPayEndpoint.create(request);
			case DEVICE, DETAILS, CANCEL, RETURN, LOOK_UP, TEST ->
				throw new IllegalStateException("The orders API has no " + operation);
		};
	}

	private static Answer notInTheApi(String path) {
		Matcher order = ORDER.matcher(path);
		if (order.matches()) {
			return Answer.methodNotAllowed(methodOf(order));
		}
		return (path.equals(TOKEN_PATH) || path.equals(ORDERS_PATH) || path.equals(QUICK_PAY_PATH))
				? Answer.methodNotAllowed("POST") : Answer.error(404, "NOT_FOUND", "There is nothing here");
	}

	private Answer other(String path, Request request) {
		if (CrossSite.isForbidden(request, path)) {
			return Answer.error(403, "CROSS_SITE", "Pages of other sites can neither change nor read the simulator");
		}
		return this.pages.has(path) ? this.pages.answer(request) : this.controlEndpoint.answer(request);
	}

	private boolean isAuthorized(Request request) {
		String token = bearerToken(request.getHeader("Authorization"));
		return token != null && this.tokens.isValid(token);
	}

	private static @Nullable String bearerToken(@Nullable String authorization) {
		return (authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7))
				? authorization.substring(7).trim() : null;
	}

}
