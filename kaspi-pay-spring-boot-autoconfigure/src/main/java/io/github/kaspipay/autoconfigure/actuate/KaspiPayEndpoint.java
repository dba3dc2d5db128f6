/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.kaspipay.KaspiOperationInProgressException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.autoconfigure.merchant.NamedMerchant;
import io.github.kaspipay.autoconfigure.merchant.NamedMerchants;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.RefundEntry;
import io.github.kaspipay.merchant.KaspiMerchants;
import io.github.kaspipay.observation.MerchantTag;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderPage;
import io.github.kaspipay.order.KaspiOrderQuery;
import io.github.kaspipay.outbox.KaspiEventDispatcher;
import io.github.kaspipay.outbox.ParkedEvent;
import io.github.kaspipay.token.KaspiTokenProvider;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * What an operator looks at and does: {@code docs/operations/endpoint.md} lists it. Shows
 * no secret, and nothing of the customer. Without
 * {@code management.endpoint.kaspipay.access=unrestricted} it changes nothing: it could
 * be exposed with all other endpoints by accident. Thread-safe.
 */
@Endpoint(id = "kaspipay", defaultAccess = Access.READ_ONLY)
class KaspiPayEndpoint {

	private static final Logger logger = LoggerFactory.getLogger(KaspiPayEndpoint.class);

	private static final int DEFAULT_LIMIT = 50;

	private static final int CONFLICT = 409;

	private final KaspiPayState state;

	private final KaspiMerchants merchants;

	private final NamedMerchants named;

	private final KaspiEventDispatcher events;

	private final @Nullable KaspiTokenProvider tokens;

	KaspiPayEndpoint(KaspiPayState state, KaspiMerchants merchants, NamedMerchants named, KaspiEventDispatcher events,
			@Nullable KaspiTokenProvider tokens) {
		this.state = state;
		this.merchants = merchants;
		this.named = named;
		this.events = events;
		this.tokens = tokens;
	}

	@ReadOperation
	WebEndpointResponse<Object> state() throws InterruptedException {
		try {
			return new WebEndpointResponse<>(this.state.read());
		}
		catch (TimeoutException ex) {
			return problem(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, "The ledger does not answer");
		}
	}

	@ReadOperation
	WebEndpointResponse<Object> list(@Selector String list, @Nullable String merchant, @Nullable Integer limit,
			@Nullable String after) {
		String name = name(merchant);
		if (!this.merchants.names().contains(name)) {
			return unknown("merchant", name);
		}
		return switch (list) {
			case "open-orders" -> page(name, KaspiOrderQuery.open(), limit, after, OrderView::of);
			case "disputed-orders" -> page(name, KaspiOrderQuery.disputed(), limit, after, OrderView::of);
			case "refunds-in-doubt" -> page(name, KaspiOrderQuery.refundInDoubt(), limit, after, this::refundInDoubt);
			case "parked-events" -> parkedEvents(limit);
			default -> unknown("list", list);
		};
	}

	private WebEndpointResponse<Object> page(String merchant, KaspiOrderQuery query, @Nullable Integer limit,
			@Nullable String after, Function<KaspiOrder, Object> view) {
		KaspiOrderQuery page;
		try {
			page = query.limit((limit != null) ? limit : DEFAULT_LIMIT).after(after);
		}
		catch (IllegalArgumentException ex) {
			return problem(WebEndpointResponse.STATUS_BAD_REQUEST, ex.getMessage());
		}
		KaspiOrderPage found = this.merchants.orders(merchant).find(page);
		return new WebEndpointResponse<>(new Page(found.orders().stream().map(view).toList(), found.next()));
	}

	private Object refundInDoubt(KaspiOrder order) {
		LedgerEntry entry = this.merchants.ledger(order.merchant()).findByOrderId(order.orderId());
		RefundEntry refund = (entry != null) ? entry.pendingRefund() : null;
		return new RefundView(OrderView.of(order), (refund != null) ? refund.amount() : null,
				(refund != null) ? refund.key() : null, (refund != null) ? refund.createdAt() : null);
	}

	private WebEndpointResponse<Object> parkedEvents(@Nullable Integer limit) {
		int most = (limit != null) ? limit : DEFAULT_LIMIT;
		if (most < 1 || most > KaspiEventDispatcher.MAX_PARKED_LISTED) {
			return problem(WebEndpointResponse.STATUS_BAD_REQUEST,
					"limit must be between 1 and " + KaspiEventDispatcher.MAX_PARKED_LISTED);
		}
		List<ParkedEvent> parked = this.events.findParked().stream().limit(most).toList();
		return new WebEndpointResponse<>(new ParkedEvents(parked, this.events.countParked()));
	}

	@WriteOperation
	WebEndpointResponse<Object> act(@Selector String action) {
		return switch (action) {
			case "redeliver" -> {
				int number = this.events.redeliverAll();
				logger.info("{} parked events are delivered again, as an operator asked for", number);
				yield new WebEndpointResponse<>(new Redelivered(number));
			}
			case "refresh-token" -> refreshToken("");
			default -> unknown("action", action);
		};
	}

	private WebEndpointResponse<Object> refreshToken(String merchant) {
		if (!this.merchants.names().contains(merchant)) {
			return unknown("merchant", merchant);
		}
		NamedMerchant other = this.named.byName().get(merchant);
		KaspiTokenProvider provider = (other != null) ? other.tokens() : this.tokens;
		if (provider == null) {
			return unknown("action", "refresh-token");
		}
		try {
			Instant expiresAt = provider.refresh().expiresAt();
			logger.info("The access token of merchant '{}' was replaced, as an operator asked for", merchant);
			return new WebEndpointResponse<>(new Refreshed(expiresAt));
		}
		catch (KaspiPayException ex) {
			return problem(WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE, ex.getMessage());
		}
	}

	@WriteOperation
	WebEndpointResponse<Object> actOn(@Selector String action, @Selector String id) {
		return switch (action) {
			case "redeliver" -> redeliver(id);
			case "refresh-token" -> refreshToken(name(id));
			default -> actFor(action, "", id);
		};
	}

	/**
	 * A parameter that is no part of the path would have to come in a body.
	 */
	@WriteOperation
	WebEndpointResponse<Object> actFor(@Selector String action, @Selector String merchant, @Selector String id) {
		String name = name(merchant);
		if (!this.merchants.names().contains(name)) {
			return unknown("merchant", name);
		}
		return switch (action) {
			case "accept-dispute" -> ofOrder(name, id, () -> OrderView.of(this.merchants.disputes(name).accept(id)));
			case "dismiss-dispute" -> ofOrder(name, id, () -> OrderView.of(this.merchants.disputes(name).dismiss(id)));
			case "confirm-refund" -> ofOrder(name, id, () -> settleRefund(name, id, true));
			case "reject-refund" -> ofOrder(name, id, () -> settleRefund(name, id, false));
			default -> unknown("action", action);
		};
	}

	private WebEndpointResponse<Object> redeliver(String eventId) {
		if (!isId(eventId) || !this.events.redeliver(eventId)) {
			return problem(WebEndpointResponse.STATUS_NOT_FOUND, "No such event is parked");
		}
		logger.info("Event '{}' is delivered again, as an operator asked for", eventId);
		return new WebEndpointResponse<>(new Redelivered(1));
	}

	private WebEndpointResponse<Object> ofOrder(String merchant, String orderId, Supplier<Object> action) {
		if (!isId(orderId) || this.merchants.ledger(merchant).findByOrderId(orderId) == null) {
			return problem(WebEndpointResponse.STATUS_NOT_FOUND, "The ledger knows no such order");
		}
		try {
			Object after = action.get();
			logger.info("Order '{}' was settled by an operator: {}", orderId, after);
			return new WebEndpointResponse<>(after);
		}
		catch (IllegalStateException | KaspiOperationInProgressException ex) {
			return problem(CONFLICT, ex.getMessage());
		}
	}

	private Object settleRefund(String merchant, String orderId, boolean happened) {
		KaspiOrderLedger ledger = this.merchants.ledger(merchant);
		if (!ledger.settleRefund(orderId, happened)) {
			throw new IllegalStateException("The order has no refund in doubt");
		}
		LedgerEntry settled = ledger.findByOrderId(orderId);
		if (settled == null) {
			throw new IllegalStateException("The order was removed");
		}
		return OrderView.of(settled.order());
	}

	/**
	 * Without a merchant it is the default one, whom meters call {@code default}.
	 */
	private static String name(@Nullable String merchant) {
		return (merchant == null || merchant.equals(MerchantTag.of(""))) ? "" : merchant;
	}

	/**
	 * Keeps from the database what it would refuse, such as a NUL.
	 */
	private static boolean isId(String id) {
		return id.matches("[\\x21-\\x7e]{1,130}");
	}

	private static WebEndpointResponse<Object> unknown(String what, String name) {
		return problem(WebEndpointResponse.STATUS_NOT_FOUND, "There is no " + what + " of this name");
	}

	private static WebEndpointResponse<Object> problem(int status, @Nullable String message) {
		return new WebEndpointResponse<>(new Problem(message), status);
	}

	record Page(List<Object> orders, @Nullable String next) {

	}

	record OrderView(String merchant, String orderId, @Nullable String reference, String status, BigDecimal amount,
			BigDecimal refundedAmount, boolean refundedAmountKnown, boolean refundInDoubt, boolean disputed,
			@Nullable String claimedStatus, @Nullable BigDecimal claimedAmount, @Nullable Instant createdAt,
			@Nullable Instant expiresAt, @Nullable Instant paidAt) {

		static OrderView of(KaspiOrder order) {
			return new OrderView(order.merchant(), order.orderId(), order.reference(), order.status().value(),
					order.amount(), order.refundedAmount(), order.refundedAmountKnown(), order.refundInDoubt(),
					order.disputed(), (order.claimedStatus() != null) ? order.claimedStatus().value() : null,
					order.claimedAmount(), order.createdAt(), order.expiresAt(), order.paidAt());
		}

	}

	record RefundView(OrderView order, @Nullable BigDecimal amount, @Nullable String key, @Nullable Instant sentAt) {

	}

	record ParkedEvents(List<ParkedEvent> events, long total) {

	}

	record Redelivered(int redelivered) {

	}

	record Refreshed(Instant expiresAt) {

	}

	record Problem(@Nullable String error) {

	}

}
