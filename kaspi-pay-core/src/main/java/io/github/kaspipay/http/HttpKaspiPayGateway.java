package io.github.kaspipay.http;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.kaspipay.logging.LogScope;
import io.github.kaspipay.KaspiAuthenticationException;
import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiDuplicateOrderException;
import io.github.kaspipay.KaspiMerchantBlockedException;
import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.http.KaspiHttpRequest.Authorization;
import io.github.kaspipay.json.Amount;
import io.github.kaspipay.json.KaspiJson;
import io.github.kaspipay.observation.KaspiCallContext;
import io.github.kaspipay.observation.KaspiCallContext.Caller;
import io.github.kaspipay.observation.KaspiCallContext.Operation;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.order.OrderRules;
import io.github.kaspipay.ratelimit.BackgroundHoldBack;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.token.KaspiAccessToken;
import io.github.kaspipay.token.KaspiTokenProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kaspi Pay's order API over HTTP. Thread-safe.
 */
public class HttpKaspiPayGateway implements KaspiPayGateway {

	private static final Logger logger = LoggerFactory.getLogger(HttpKaspiPayGateway.class);

	private final Supplier<KaspiOrdersApi> api;

	private final OrderResponseReader responses;

	private final KaspiHttpSettings settings;

	private final CallBudget budget;

	private final BackgroundHoldBack holdBack;

	private final KaspiPayInstrumentation instrumentation;

	private final KaspiTokenProvider tokens;

	private final String merchantId;

	private final Supplier<OrderDefaults> defaults;

	private final @Nullable PollingSchedule pollingSchedule;

	/**
	 * Creates the gateway. Nothing is sent yet.
	 * @param transport carries the calls
	 * @param tokens gives the access token for each call
	 * @param merchantId the merchant's id
	 * @param defaults what an order request leaves open; asked anew for each order
	 * @param pollingSchedule how open orders are asked about, or {@code null} if they are
	 * not
	 */
	public HttpKaspiPayGateway(KaspiHttpTransport transport, KaspiTokenProvider tokens, String merchantId,
			Supplier<OrderDefaults> defaults, @Nullable PollingSchedule pollingSchedule) {
		this.api = transport.api(KaspiOrdersApi.class);
		this.settings = transport.settings();
		this.responses = new OrderResponseReader(this.settings.baseUrl());
		this.budget = transport.budget();
		this.holdBack = this.budget.holdBack();
		this.instrumentation = transport.instrumentation();
		this.tokens = tokens;
		this.merchantId = merchantId;
		this.defaults = defaults;
		this.pollingSchedule = pollingSchedule;
	}

	@Override
	public KaspiOrder create(KaspiOrderRequest request) {
		byte[] body = toBody(request);
		return call("create order", Operation.CREATE, Caller.USER, null, (authorization, context) -> {
			KaspiOrder order = forUser().once("create order",
					() -> this.responses.created(this.api.get().create(authorization, context, body), request));
			context.setOrderId(order.orderId());
			return order;
		});
	}

	@Override
	public KaspiOrder status(String orderId) {
		return query(orderId, Caller.USER, forUser());
	}

	@Override
	public @Nullable StatusPermit tryAcquireBackgroundPermit() {
		return this.budget.tryAcquireInBackground() ? this::poll : null;
	}

	@Override
	public boolean isHeldBack() {
		return this.holdBack.isActive();
	}

	/**
	 * A poll that got no answer says that the next one may get none either.
	 */
	private KaspiOrder poll(String orderId) {
		try {
			return query(orderId, Caller.BACKGROUND, CallRetry.withPermit(this.budget));
		}
		catch (KaspiConnectionException ex) {
			if (!Thread.currentThread().isInterrupted()) {
				this.holdBack.failed(ex.getMessage());
			}
			throw ex;
		}
	}

	private KaspiOrder query(String orderId, Caller caller, CallRetry retry) {
		OrderRules.requireOrderId(orderId);
		return call("get order", Operation.STATUS, caller, orderId,
				(authorization, context) -> retry.repeatable("get order",
						() -> this.responses.queried(this.api.get().status(authorization, context, orderId), orderId)));
	}

	private CallRetry forUser() {
		return CallRetry.forUser(this.budget, this.instrumentation);
	}

	@Override
	public RefundAnswer refund(String orderId, KaspiRefundRequest request) {
		OrderRules.requireOrderId(orderId);
		BigDecimal amount = request.amount();
		if (amount == null) {
			throw new IllegalArgumentException("amount must be set");
		}
		byte[] body = toBody(amount, request.reason());
		return call("refund order", Operation.REFUND, Caller.USER, orderId, (authorization, context) -> forUser().once(
				"refund order",
				() -> OrderResponseReader.refunded(this.api.get().refund(authorization, context, orderId, body))));
	}

	@Override
	public @Nullable PollingSchedule pollingSchedule(KaspiOrder order) {
		return this.pollingSchedule;
	}

	private <T> T call(String what, Operation operation, Caller caller, @Nullable String orderId,
			BiFunction<Authorization, KaspiCallContext, T> call) {
		return LogScope.call(orderId, () -> callInScope(what, operation, caller, orderId, call));
	}

	private <T> T callInScope(String what, Operation operation, Caller caller, @Nullable String orderId,
			BiFunction<Authorization, KaspiCallContext, T> call) {
		long started = System.nanoTime();
		try {
			T result = CallDeadline.within(this.settings.callTimeout(),
					() -> ObservedCall.make(this.instrumentation, operation, caller, orderId,
							(context) -> callWithToken((authorization) -> call.apply(authorization, context))));
			this.holdBack.succeeded();
			return result;
		}
		catch (KaspiOrderNotFoundException | KaspiDuplicateOrderException ex) {
			this.holdBack.succeeded();
			throw ex;
		}
		catch (KaspiAuthenticationException | KaspiMerchantBlockedException ex) {
			this.holdBack.refused(ex.getMessage());
			throw ex;
		}
		finally {
			logger.debug("{} took {} ms, request id {}", what, (System.nanoTime() - started) / 1_000_000,
					RequestId.current());
		}
	}

	private <T> T callWithToken(Function<Authorization, T> call) {
		KaspiAccessToken token = token();
		try {
			return call.apply(bearer(token));
		}
		catch (KaspiAuthenticationException ex) {
			logger.debug("The access token was refused; a fresh one is tried: {}", ex.getMessage());
			this.tokens.invalidate(token);
			return call.apply(bearer(token()));
		}
	}

	private static Authorization bearer(KaspiAccessToken token) {
		return new Authorization("Bearer " + token.value());
	}

	/**
	 * A failing token call says nothing of the order: nothing was sent about it. Without
	 * a token no call can succeed.
	 */
	private KaspiAccessToken token() {
		try {
			return this.tokens.getToken();
		}
		catch (KaspiPayException ex) {
			if (!(ex instanceof KaspiRateLimitException) && !Thread.currentThread().isInterrupted()) {
				this.holdBack.refused(ex.getMessage());
			}
			throw ofOrder(ex);
		}
	}

	private static KaspiPayException ofOrder(KaspiPayException ex) {
		if (ex instanceof KaspiServerException || ex instanceof KaspiOrderNotFoundException
				|| ex instanceof KaspiDuplicateOrderException) {
			return new KaspiConnectionException(
					"No access token could be obtained; nothing was sent: " + ex.getMessage(), ex);
		}
		return ex;
	}

	private byte[] toBody(KaspiOrderRequest request) {
		OrderDefaults defaults = this.defaults.get();
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		members.put("merchant", this.merchantId);
		members.put("amount", Amount.toObject(request.getAmount()));
		members.put("description", request.getDescription());
		members.put("reference", request.getReference());
		members.put("callback_url", text(firstOf(request.getCallbackUrl(), defaults.callbackUrl())));
		members.put("return_url", text(firstOf(request.getReturnUrl(), defaults.returnUrl())));
		members.put("language", firstOf(request.getLanguage(), defaults.language()));
		return toBytes(members);
	}

	private static byte[] toBody(BigDecimal amount, String reason) {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		members.put("amount", Amount.toObject(amount));
		members.put("reason", reason);
		return toBytes(members);
	}

	private static byte[] toBytes(Map<String, @Nullable Object> members) {
		return KaspiJson.write(members).getBytes(StandardCharsets.UTF_8);
	}

	private static @Nullable String text(@Nullable URI uri) {
		return (uri != null) ? uri.toString() : null;
	}

	private static <T> @Nullable T firstOf(@Nullable T own, @Nullable T other) {
		return (own != null) ? own : other;
	}

	/**
	 * What goes into an order where its request says nothing.
	 *
	 * @param callbackUrl where Kaspi Pay sends its notifications, or {@code null} for
	 * none
	 * @param returnUrl where the customer goes after paying, or {@code null} for none
	 * @param language the payment page's language, or {@code null} for Kaspi Pay's choice
	 */
	public record OrderDefaults(@Nullable URI callbackUrl, @Nullable URI returnUrl, @Nullable String language) {

	}

}
