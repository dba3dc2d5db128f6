package io.github.kaspipay.order;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * One of Kaspi Pay's APIs, as the engine sees it. Implementations are thread-safe, throw
 * {@link io.github.kaspipay.KaspiPayException} kinds, and never repeat a create or refund
 * that may have happened.
 */
public interface KaspiPayGateway {

	/**
	 * Says what the protocol can do. The engine goes by that, and never by which protocol
	 * it is.
	 * @return what it can do; never changes
	 */
	default Capabilities capabilities() {
		return Capabilities.ALL;
	}

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
	 * What a protocol can do.
	 *
	 * @param protocol the protocol's name, for messages
	 * @param statusQueries whether an order can be asked about; if not, what the ledger
	 * holds is all that is known, and an unpaid order expires when its time is over
	 * @param refunds whether an order can be refunded
	 * @param refusesKnownReferences whether a reference that Kaspi has seen before is
	 * refused, so that a further attempt needs one of its own
	 */
	record Capabilities(String protocol, boolean statusQueries, boolean refunds, boolean refusesKnownReferences) {

		/**
		 * All there is.
		 */
		public static final Capabilities ALL = new Capabilities("Kaspi Pay", true, true, true);

		/**
		 * Returns what a gateway can do.
		 * @param gateway the gateway
		 * @return what it says, or {@link #ALL} if it says nothing, as a mock does
		 */
		public static Capabilities of(KaspiPayGateway gateway) {
			return Objects.requireNonNullElse(gateway.capabilities(), ALL);
		}

	}

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
