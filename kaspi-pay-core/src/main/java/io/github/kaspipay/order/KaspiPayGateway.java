/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.order;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;

import io.github.kaspipay.KaspiUnsupportedOperationException;
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
		return Capabilities.ORDERS;
	}

	/**
	 * Creates an order.
	 * @param request what to create
	 * @return the answer
	 */
	CreateAnswer create(KaspiOrderRequest request);

	/**
	 * Asks for an order.
	 * @param orderId Kaspi Pay's id of the order
	 * @return the order as answered; its refunded amount is 0 where it is not told, and
	 * not known where an answer would not show a refund
	 */
	KaspiOrder status(String orderId);

	/**
	 * Acquires a permit for a status query that nobody waits for, if enough are left for
	 * users.
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
	 * Asks how much of a paid order can still be refunded, where an answer about the
	 * order does not show its refunds.
	 * @param orderId Kaspi Pay's id of the order
	 * @return the amount in ₸, or {@code null} where it is not told
	 */
	default @Nullable BigDecimal leftToRefund(String orderId) {
		return null;
	}

	/**
	 * Cancels an invoice that the customer has not paid yet.
	 * @param orderId Kaspi Pay's id of the order
	 * @return the order as answered
	 */
	default KaspiOrder cancel(String orderId) {
		throw new KaspiUnsupportedOperationException(
				Capabilities.of(this).protocol() + " has no cancellations: the order expires by itself");
	}

	/**
	 * Returns the schedule for polling an order whose creation was answered without one.
	 * @param order the order
	 * @return the schedule, or {@code null} if it is not polled
	 */
	@Nullable PollingSchedule pollingSchedule(KaspiOrder order);

	/**
	 * What a protocol can do.
	 *
	 * @param protocol the protocol's name, for messages
	 * @param abilities what it can do
	 * @param unpaid what an order becomes that nobody paid in time
	 */
	record Capabilities(String protocol, Set<Ability> abilities, KaspiOrderStatus unpaid) {

		/**
		 * What the order API can do.
		 */
		public static final Capabilities ORDERS = new Capabilities("Kaspi Pay",
				Set.of(Ability.STATUS_QUERIES, Ability.AMOUNTS, Ability.REFUNDS, Ability.UNIQUE_REFERENCES),
				KaspiOrderStatus.CANCELLED);

		/**
		 * Creates the capabilities.
		 * @param protocol the protocol's name, for messages
		 * @param abilities what it can do
		 * @param unpaid what an order becomes that nobody paid in time
		 */
		public Capabilities {
			abilities = Set.copyOf(abilities);
		}

		/**
		 * Returns what a gateway can do.
		 * @param gateway the gateway
		 * @return what it says, or {@link #ORDERS} if it says nothing, as a mock does
		 */
		public static Capabilities of(KaspiPayGateway gateway) {
			return Objects.requireNonNullElse(gateway.capabilities(), ORDERS);
		}

		/**
		 * Says whether the protocol can do something.
		 * @param ability the ability
		 * @return whether it can
		 */
		public boolean can(Ability ability) {
			return this.abilities.contains(ability);
		}

	}

	/**
	 * What a protocol may be able to do.
	 */
	enum Ability {

		/**
		 * The status of an order can be queried. If not, what the ledger holds is all
		 * that is known, and an unpaid order expires when its time is over.
		 */
		STATUS_QUERIES,

		/**
		 * An answer about an order always tells its amount. If not, 0 stands for an
		 * amount that is not told.
		 */
		AMOUNTS,

		/**
		 * An order can be refunded.
		 */
		REFUNDS,

		/**
		 * A customer can be asked to pay by phone number, and such an invoice can be
		 * cancelled.
		 */
		INVOICES_BY_PHONE,

		/**
		 * A reference that Kaspi has seen before is refused, so that a further attempt
		 * needs one of its own.
		 */
		UNIQUE_REFERENCES

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
	 * Answer to a creation.
	 *
	 * @param order the order as answered
	 * @param schedule how this order is polled, or {@code null} as any other
	 */
	record CreateAnswer(KaspiOrder order, @Nullable PollingSchedule schedule) {

		/**
		 * Creates the answer for an order that is polled as any other.
		 * @param order the order as answered
		 */
		public CreateAnswer(KaspiOrder order) {
			this(order, null);
		}

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
	 * How an open order is polled.
	 *
	 * @param interval the pause between two polls at first
	 * @param duration how long after its creation the pause stays the same; it grows then
	 * @param giveUpAfter how long after its creation an unpaid order counts as closed
	 */
	record PollingSchedule(Duration interval, Duration duration, Duration giveUpAfter) {

	}

}
