package io.github.kaspipay.order;

import java.math.BigDecimal;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * One of Kaspi Pay's APIs, as the engine sees it. Implementations are thread-safe, throw
 * {@link io.github.kaspipay.KaspiPayException} kinds, and never repeat a create or refund
 * that may have happened.
 */
public interface KaspiPayGateway {

	/**
	 * Creates an order.
	 * @param request what to create
	 * @return the order as answered
	 */
	KaspiOrder create(KaspiOrderRequest request);

	/**
	 * Asks for an order.
	 * @param orderId Kaspi Pay's id of the order
	 * @return the order as answered; its refunded amount is always 0, since Kaspi Pay
	 * does not tell it
	 */
	KaspiOrder status(String orderId);

	/**
	 * Acquires a permit for a status query that nobody waits for, if the budget has one
	 * to spare now.
	 * @return the permit, to be used at once and only once, or {@code null}
	 */
	default @Nullable StatusPermit tryAcquireBackgroundPermit() {
		return this::status;
	}

	/**
	 * Says whether calls that nobody waits for are held back, since none can succeed at
	 * present. There is no permit for one then.
	 * @return whether none is to be made
	 */
	default boolean isHeldBack() {
		return false;
	}

	/**
	 * Refunds an order.
	 * @param orderId Kaspi Pay's id of the order
	 * @param request the refund, with its amount
	 * @return the answer
	 */
	RefundAnswer refund(String orderId, KaspiRefundRequest request);

	/**
	 * Says how an order is to be asked about.
	 * @param order the order
	 * @return the schedule, or {@code null} if it is not to be asked about
	 */
	@Nullable PollingSchedule pollingSchedule(KaspiOrder order);

	/**
	 * The right to make one status query now.
	 */
	@FunctionalInterface
	interface StatusPermit {

		/**
		 * Asks for an order, as {@link KaspiPayGateway#status(String)} does.
		 * @param orderId Kaspi Pay's id of the order
		 * @return the order as answered
		 */
		KaspiOrder status(String orderId);

	}

	/**
	 * Answer to a refund. All of it is optional on the wire.
	 *
	 * @param refundId Kaspi Pay's id of the refund
	 * @param status the status it names: the order's, or the refund's own
	 * @param amount the amount it names in ₸: the refund's, or the order's
	 */
	record RefundAnswer(@Nullable String refundId, @Nullable KaspiOrderStatus status, @Nullable BigDecimal amount) {

	}

	/**
	 * How an open order is asked about.
	 *
	 * @param interval the pause between two questions at first
	 * @param duration how long after its creation the pause stays the same; it grows then
	 * @param giveUpAfter how long after its creation an unpaid order counts as cancelled
	 */
	record PollingSchedule(Duration interval, Duration duration, Duration giveUpAfter) {

	}

}
