package io.github.kaspipay.autoconfigure;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.kaspipay.KaspiOperationInProgressException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerEntry;
import io.github.kaspipay.ledger.RefundEntry;
import io.github.kaspipay.order.KaspiDisputes;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderPage;
import io.github.kaspipay.order.KaspiOrderQuery;
import io.github.kaspipay.order.KaspiOrders;
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

	private final KaspiOrderLedger ledger;

	private final KaspiOrders orders;

	private final KaspiDisputes disputes;

	private final KaspiEventDispatcher events;

	private final @Nullable KaspiTokenProvider tokens;

	KaspiPayEndpoint(KaspiPayState state, KaspiOrderLedger ledger, KaspiOrders orders, KaspiDisputes disputes,
			KaspiEventDispatcher events, @Nullable KaspiTokenProvider tokens) {
		this.state = state;
		this.ledger = ledger;
		this.orders = orders;
		this.disputes = disputes;
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
	WebEndpointResponse<Object> list(@Selector String list, @Nullable Integer limit, @Nullable String after) {
		return switch (list) {
			case "open-orders" -> page(KaspiOrderQuery.open(), limit, after, OrderView::of);
			case "disputed-orders" -> page(KaspiOrderQuery.disputed(), limit, after, OrderView::of);
			case "refunds-in-doubt" -> page(KaspiOrderQuery.refundInDoubt(), limit, after, this::refundInDoubt);
			case "parked-events" -> parkedEvents(limit);
			default -> unknown("list", list);
		};
	}

	private WebEndpointResponse<Object> page(KaspiOrderQuery query, @Nullable Integer limit, @Nullable String after,
			Function<KaspiOrder, Object> view) {
		KaspiOrderQuery page;
		try {
			page = query.limit((limit != null) ? limit : DEFAULT_LIMIT).after(after);
		}
		catch (IllegalArgumentException ex) {
			return problem(WebEndpointResponse.STATUS_BAD_REQUEST, ex.getMessage());
		}
		KaspiOrderPage found = this.orders.find(page);
		return new WebEndpointResponse<>(new Page(found.orders().stream().map(view).toList(), found.next()));
	}

	private Object refundInDoubt(KaspiOrder order) {
		LedgerEntry entry = this.ledger.findByOrderId(order.orderId());
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
			case "refresh-token" -> (this.tokens != null) ? refreshToken(this.tokens) : unknown("action", action);
			default -> unknown("action", action);
		};
	}

	private WebEndpointResponse<Object> refreshToken(KaspiTokenProvider tokens) {
		try {
			Instant expiresAt = tokens.refresh().expiresAt();
			logger.info("The access token was replaced, as an operator asked for");
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
			case "accept-dispute" -> ofOrder(id, () -> OrderView.of(this.disputes.accept(id)));
			case "dismiss-dispute" -> ofOrder(id, () -> OrderView.of(this.disputes.dismiss(id)));
			case "confirm-refund" -> ofOrder(id, () -> settleRefund(id, true));
			case "reject-refund" -> ofOrder(id, () -> settleRefund(id, false));
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

	private WebEndpointResponse<Object> ofOrder(String orderId, Supplier<Object> action) {
		if (!isId(orderId) || this.ledger.findByOrderId(orderId) == null) {
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

	private Object settleRefund(String orderId, boolean happened) {
		if (!this.ledger.settleRefund(orderId, happened)) {
			throw new IllegalStateException("The order has no refund in doubt");
		}
		LedgerEntry settled = this.ledger.findByOrderId(orderId);
		if (settled == null) {
			throw new IllegalStateException("The order was removed");
		}
		return OrderView.of(settled.order());
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
