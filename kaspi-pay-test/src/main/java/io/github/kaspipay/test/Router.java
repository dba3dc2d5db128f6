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

	private static final String ORDERS_PATH = "/payment/orders";

	private static final Logger logger = LoggerFactory.getLogger(Router.class);

	private static final Pattern ORDER = Pattern.compile("/payment/orders/([A-Za-z0-9_-]+)(/refund)?");

	private static final Map<Operation, Pattern> OPERATIONS = Map.of(Operation.TOKEN,
			Pattern.compile("POST " + TOKEN_PATH), Operation.CREATE, Pattern.compile("POST " + ORDERS_PATH),
			Operation.STATUS, Pattern.compile("GET " + ORDERS_PATH + "/[^/]+"), Operation.REFUND,
			Pattern.compile("POST " + ORDERS_PATH + "/[^/]+/refund"));

	private static final Answer NOT_PROCESSED = new Answer(200, Map.of(), "");

	private final SimulatorFaults faults;

	private final RateLimit rateLimit;

	private final AccessTokens tokens;

	private final TokenEndpoint tokenEndpoint;

	private final OrdersEndpoint ordersEndpoint;

	private final ControlEndpoint controlEndpoint;

	private final Pages pages;

	Router(SimulatorFaults faults, RateLimit rateLimit, AccessTokens tokens, TokenEndpoint tokenEndpoint,
			OrdersEndpoint ordersEndpoint, ControlEndpoint controlEndpoint, Pages pages) {
		this.faults = faults;
		this.rateLimit = rateLimit;
		this.tokens = tokens;
		this.tokenEndpoint = tokenEndpoint;
		this.ordersEndpoint = ordersEndpoint;
		this.controlEndpoint = controlEndpoint;
		this.pages = pages;
	}

	static String path(Request request) {
		return request.getUrl().split("\\?", 2)[0];
	}

	static boolean isApi(String path) {
		return path.startsWith("/oauth/") || path.startsWith("/payment/");
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
		ApiFault fault = fault(request);
		Answer answer = (fault == null || fault.isAfterProcessing()) ? answer(request) : NOT_PROCESSED;
		ResponseDefinitionBuilder response = ResponseDefinitionBuilder.like(serveEvent.getResponseDefinition()).but();
		if (fault != null) {
			answer = ApiFaultInjector.change(answer, fault);
			ApiFaultInjector.disturb(response, answer, fault);
		}
		response.withStatus(answer.status())
			.withBody(answer.body())
			.withHeader(REQUEST_ID_HEADER, UUID.randomUUID().toString());
		answer.headers().forEach(response::withHeader);
		return response.build();
	}

	private @Nullable ApiFault fault(Request request) {
		String call = request.getMethod().getName() + " " + path(request);
		for (Map.Entry<Operation, Pattern> operation : OPERATIONS.entrySet()) {
			if (operation.getValue().matcher(call).matches()) {
				return this.faults.take(operation.getKey());
			}
		}
		return null;
	}

	private Answer answer(Request request) {
		try {
			String path = path(request);
			return isApi(path) ? api(path, request) : other(path, request);
		}
		catch (ApiException ex) {
			return Answer.error(ex.getStatus(), ex.getCode(), ex.getMessage());
		}
		catch (RuntimeException ex) {
			logger.error("The simulator failed to answer a call", ex);
			return Answer.error(500, "INTERNAL_ERROR", "The simulator failed");
		}
	}

	private Answer api(String path, Request request) {
		Duration retryAfter = this.rateLimit.acquire();
		if (!retryAfter.isZero()) {
			return Answer.error(429, "TOO_MANY_REQUESTS", "Too many requests in 60 seconds")
				.withHeader("Retry-After", Long.toString(retryAfter.plusMillis(999).toSeconds()));
		}
		if (path.equals(TOKEN_PATH)) {
			return only("POST", request, () -> this.tokenEndpoint.issue(request));
		}
		if (path.equals(ORDERS_PATH)) {
			return only("POST", request, () -> authorized(request, () -> this.ordersEndpoint.create(request)));
		}
		Matcher order = ORDER.matcher(path);
		if (!order.matches()) {
			return notFound();
		}
		String orderId = order.group(1);
		if (order.group(2) != null) {
			return only("POST", request, () -> authorized(request, () -> this.ordersEndpoint.refund(orderId, request)));
		}
		return only("GET", request, () -> authorized(request, () -> this.ordersEndpoint.status(orderId)));
	}

	private Answer other(String path, Request request) {
		if (!request.getMethod().getName().equals("GET") && CrossSite.isCrossSite(request)) {
			return Answer.error(403, "CROSS_SITE", "Pages of other sites cannot change the simulator");
		}
		return this.pages.has(path) ? this.pages.answer(request) : this.controlEndpoint.answer(request);
	}

	private Answer authorized(Request request, Handler handler) {
		String token = bearerToken(request.getHeader("Authorization"));
		if (token == null || !this.tokens.isValid(token)) {
			return Answer.error(401, "UNAUTHORIZED", "The access token is missing, unknown or expired")
				.withHeader("WWW-Authenticate", "Bearer");
		}
		return handler.handle();
	}

	private static @Nullable String bearerToken(@Nullable String authorization) {
		return (authorization != null && authorization.regionMatches(true, 0, "Bearer ", 0, 7))
				? authorization.substring(7).trim() : null;
	}

	private static Answer only(String method, Request request, Handler handler) {
		if (!request.getMethod().getName().equals(method)) {
			return Answer.methodNotAllowed(method);
		}
		return handler.handle();
	}

	private static Answer notFound() {
		return Answer.error(404, "NOT_FOUND", "There is nothing here");
	}

	private interface Handler {

		Answer handle();

	}

}
