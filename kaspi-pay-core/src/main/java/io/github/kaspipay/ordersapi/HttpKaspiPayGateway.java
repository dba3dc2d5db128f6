/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ordersapi;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.kaspipay.KaspiAuthenticationException;
import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiDuplicateOrderException;
import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.http.CallAttributes.Authorization;
import io.github.kaspipay.http.KaspiCalls;
import io.github.kaspipay.http.KaspiCalls.Attempts;
import io.github.kaspipay.http.KaspiHttpTransport;
import io.github.kaspipay.http.StatusQueries;
import io.github.kaspipay.json.Amount;
import io.github.kaspipay.json.KaspiJson;
import io.github.kaspipay.observation.KaspiCallContext.Operation;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.order.OrderRules;
import io.github.kaspipay.token.KaspiAccessToken;
import io.github.kaspipay.token.KaspiTokenProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpHeaders;

/**
 * Kaspi Pay's order API over HTTP. Thread-safe. Internal: it may change in any release.
 */
public class HttpKaspiPayGateway implements KaspiPayGateway {

	private static final Logger logger = LoggerFactory.getLogger(HttpKaspiPayGateway.class);

	private final Supplier<KaspiOrdersApi> api;

	private final OrderResponseReader responses;

	private final KaspiCalls calls;

	private final StatusQueries queries;

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
	 * @param pollingSchedule how open orders are polled, or {@code null} if they are not
	 */
	public HttpKaspiPayGateway(KaspiHttpTransport transport, KaspiTokenProvider tokens, String merchantId,
			Supplier<OrderDefaults> defaults, @Nullable PollingSchedule pollingSchedule) {
		this.api = transport.api(KaspiOrdersApi.class, new OrderRefusals(transport.names()));
		this.responses = new OrderResponseReader(transport.baseUrl(), transport.names());
		this.calls = transport.calls();
		this.queries = this.calls.statusQueries("get order", this::query);
		this.tokens = tokens;
		this.merchantId = merchantId;
		this.defaults = defaults;
		this.pollingSchedule = pollingSchedule;
	}

	@Override
	public CreateAnswer create(KaspiOrderRequest request) {
		byte[] body = toBody(request);
		return this.calls.forUser("create order", Operation.CREATE, null, withToken((authorization, attempts) -> {
			KaspiOrder order = attempts.once(() -> this.responses
				.created(this.api.get().create(authorization, attempts.context(), body), request));
			attempts.context().setOrderId(order.orderId());
			return new CreateAnswer(order);
		}));
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
		OrderRules.requireOrderId(orderId);
		return withToken((authorization, attempts) -> attempts.repeatable(() -> this.responses
			.queried(this.api.get().status(authorization, attempts.context(), orderId), orderId)));
	}

	@Override
	public RefundAnswer refund(String orderId, KaspiRefundRequest request) {
		OrderRules.requireOrderId(orderId);
		BigDecimal amount = request.amount();
		if (amount == null) {
			throw new IllegalArgumentException("amount must be set");
		}
		byte[] body = toBody(amount, request.reason());
		return this.calls.forUser("refund order", Operation.REFUND, orderId,
				withToken((authorization, attempts) -> attempts.once(() -> OrderResponseReader
					.refunded(this.api.get().refund(authorization, attempts.context(), orderId, body)))));
	}

	@Override
	public @Nullable PollingSchedule pollingSchedule(KaspiOrder order) {
		return this.pollingSchedule;
	}

	private <T> Function<Attempts, T> withToken(BiFunction<Authorization, Attempts, T> call) {
		return (attempts) -> {
			KaspiAccessToken token = token();
			try {
				return call.apply(bearer(token), attempts);
			}
			catch (KaspiAuthenticationException ex) {
				logger.debug("The access token was refused; a fresh one is tried: {}", ex.getMessage());
				this.tokens.invalidate(token);
				return call.apply(bearer(token()), attempts);
			}
		};
	}

	private static Authorization bearer(KaspiAccessToken token) {
		return new Authorization(HttpHeaders.AUTHORIZATION, "Bearer " + token.value());
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
			if (!(ex instanceof KaspiRateLimitException)) {
				this.calls.refused(ex);
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
