/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.order;

import java.math.BigDecimal;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.kaspipay.simulator.journal.StateVersion;
import io.github.kaspipay.simulator.wire.ApiException;
import io.github.kaspipay.simulator.wire.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * All orders and the changes they go through. Changes happen one after the other, and the
 * listener hears of them in that order. Internal to the simulator.
 * <p>
 * Methods that take the id of an order throw {@link NoSuchElementException} if there is
 * none with that id.
 */
public final class OrderBook {

	static final String INIT = "INIT";

	static final String PAID = "PAID";

	static final String CANCELLED = "CANCELLED";

	static final String EXPIRED = "EXPIRED";

	static final String PARTIALLY_REFUNDED = "PARTIALLY_REFUNDED";

	static final String REFUNDED = "REFUNDED";

	private static final int RUN_LENGTH = 6;

	private static final long RUNS = (long) Math.pow(Character.MAX_RADIX, RUN_LENGTH);

	private static final Duration EXPIRES_AFTER = Duration.ofMinutes(15);

	private static final Duration CANCELLED_AFTER = Duration.ofMinutes(30);

	private static final Duration REFUNDABLE_FOR = Duration.ofDays(180);

	private final StateVersion version;

	private final Clock clock;

	private final Function<String, URI> paymentUrl;

	private final Consumer<SimulatedOrder> changeListener;

	private final Map<String, SimulatedOrder> orders = new LinkedHashMap<>();

	private final Set<String> references = new HashSet<>();

	private final Set<String> unpaid = new LinkedHashSet<>();

	/**
	 * Tells the orders of this simulator from those of an earlier one, which an
	 * application's database may still have.
	 */
	private final String run = newRun();

	private int lastNumber;

	OrderBook(StateVersion version, Clock clock, Function<String, URI> paymentUrl,
			Consumer<SimulatedOrder> changeListener) {
		this.version = version;
		this.clock = clock;
		this.paymentUrl = paymentUrl;
		this.changeListener = changeListener;
	}

	synchronized SimulatedOrder create(NewOrder request) {
		if (!this.references.add(request.reference())) {
			throw new ApiException(409, "DUPLICATE_REFERENCE", "The reference has been used before");
		}
		Instant now = now();
		String orderId = newOrderId(now);
		SimulatedOrder order = new SimulatedOrder(orderId, request.reference(), INIT, request.amount(), BigDecimal.ZERO,
				request.description(), request.callbackUrl(), request.returnUrl(), qrData(orderId, request.amount()),
				this.paymentUrl.apply(orderId), now, now.plus(EXPIRES_AFTER), null);
		store(order);
		return order;
	}

	/**
	 * Finds an order.
	 * @param orderId the order's id
	 * @return the order as it is now, or nothing
	 */
	public synchronized Optional<SimulatedOrder> find(String orderId) {
		SimulatedOrder order = this.orders.get(orderId);
		return Optional.ofNullable((order != null) ? settle(order) : null);
	}

	/**
	 * Returns all orders.
	 * @return the orders as they are now, the newest first
	 */
	public synchronized List<SimulatedOrder> newestFirst() {
		settleAll();
		List<SimulatedOrder> result = new ArrayList<>(this.orders.values());
		Collections.reverse(result);
		return List.copyOf(result);
	}

	/**
	 * Pays an order.
	 * @param orderId the order's id
	 * @param amount what is paid, in ₸, or {@code null} for the order's amount
	 * @param paidAt when it was paid, or {@code null} for now
	 * @return the paid order
	 * @throws ApiException if the order is not {@code INIT}
	 */
	public synchronized SimulatedOrder pay(String orderId, @Nullable BigDecimal amount, @Nullable Instant paidAt) {
		SimulatedOrder order = require(orderId, Set.of(INIT), "paid").withStatus(INIT, paidAt);
		return change((amount != null) ? order.withAmount(WireJson.number(amount)) : order, PAID);
	}

	/**
	 * Pays an order for which it is too late already.
	 * @param orderId the order's id
	 * @return the paid order
	 * @throws ApiException if the order is neither {@code EXPIRED} nor {@code CANCELLED}
	 */
	public synchronized SimulatedOrder payLate(String orderId) {
		return change(require(orderId, Set.of(EXPIRED, CANCELLED), "paid late"), PAID);
	}

	/**
	 * Cancels an order.
	 * @param orderId the order's id
	 * @return the cancelled order
	 * @throws ApiException if the order is neither {@code INIT} nor {@code EXPIRED}
	 */
	public synchronized SimulatedOrder cancel(String orderId) {
		return change(require(orderId, Set.of(INIT, EXPIRED), "cancelled"), CANCELLED);
	}

	/**
	 * Lets an order expire.
	 * @param orderId the order's id
	 * @return the expired order
	 * @throws ApiException if the order is not {@code INIT}
	 */
	public synchronized SimulatedOrder expire(String orderId) {
		return change(require(orderId, Set.of(INIT), "expired"), EXPIRED);
	}

	/**
	 * Gives an order any status.
	 * @param orderId the order's id
	 * @param status the status
	 * @return the changed order
	 */
	public synchronized SimulatedOrder forceStatus(String orderId, String status) {
		return change(existing(orderId), status);
	}

	/**
	 * Lets the listener hear of an order once more.
	 * @param orderId the order's id
	 * @param status the status it hears, or {@code null} for the order's
	 * @param amount the amount it hears, in ₸, or {@code null} for the order's
	 */
	public synchronized void notifyOf(String orderId, @Nullable String status, @Nullable BigDecimal amount) {
		SimulatedOrder order = existing(orderId);
		SimulatedOrder told = order.withStatus((status != null) ? status : order.status(), order.paidAt());
		this.changeListener.accept((amount != null) ? told.withAmount(WireJson.number(amount)) : told);
	}

	/**
	 * Refunds an order.
	 * @param orderId the order's id
	 * @param amount what to refund, in ₸
	 * @return the order, refunded in part or in full
	 * @throws ApiException if the order was not paid, or too long ago, or if less than
	 * the amount is left of it
	 */
	public synchronized SimulatedOrder refund(String orderId, BigDecimal amount) {
		SimulatedOrder order = existing(orderId);
		Instant paidAt = order.paidAt();
		if (paidAt == null || !Set.of(PAID, PARTIALLY_REFUNDED).contains(order.status())) {
			throw new ApiException(422, "ORDER_NOT_REFUNDABLE",
					String.format(Locale.ROOT, "Order %s is %s and cannot be refunded", orderId, order.status()));
		}
		if (now().isAfter(paidAt.plus(REFUNDABLE_FOR))) {
			throw new ApiException(422, "REFUND_PERIOD_OVER",
					String.format(Locale.ROOT, "Order %s was paid more than 180 days ago", orderId));
		}
		BigDecimal refunded = order.refundedAmount().add(amount);
		int comparison = refunded.compareTo(order.amount());
		if (comparison > 0) {
			throw new ApiException(422, "REFUND_EXCEEDS_AMOUNT",
					"The refund is more than what is left of order " + orderId);
		}
		SimulatedOrder changed = order.withRefund((comparison == 0) ? REFUNDED : PARTIALLY_REFUNDED,
				WireJson.number(refunded));
		store(changed);
		this.changeListener.accept(changed);
		return changed;
	}

	/**
	 * Lets expire what is due by now.
	 */
	public synchronized void settleAll() {
		for (String orderId : List.copyOf(this.unpaid)) {
			find(orderId);
		}
	}

	/**
	 * Forgets all orders.
	 */
	public synchronized void reset() {
		this.orders.clear();
		this.references.clear();
		this.unpaid.clear();
		this.version.increment();
	}

	private SimulatedOrder require(String orderId, Set<String> allowed, String what) {
		SimulatedOrder order = existing(orderId);
		if (!allowed.contains(order.status())) {
			throw new ApiException(409, "ORDER_STATUS_CONFLICT",
					String.format(Locale.ROOT, "Order %s is %s and cannot be %s", orderId, order.status(), what));
		}
		return order;
	}

	private SimulatedOrder existing(String orderId) {
		return find(orderId).orElseThrow(() -> new NoSuchElementException("There is no order " + orderId));
	}

	private SimulatedOrder settle(SimulatedOrder order) {
		Instant now = this.clock.instant();
		SimulatedOrder settled = order;
		if (settled.status().equals(INIT) && !now.isBefore(settled.expiresAt())) {
			settled = change(settled, EXPIRED);
		}
		if (settled.status().equals(EXPIRED) && !now.isBefore(settled.createdAt().plus(CANCELLED_AFTER))) {
			settled = change(settled, CANCELLED);
		}
		return settled;
	}

	private SimulatedOrder change(SimulatedOrder order, String status) {
		SimulatedOrder changed = order.withStatus(status, paidAt(order, status));
		store(changed);
		this.changeListener.accept(changed);
		return changed;
	}

	private @Nullable Instant paidAt(SimulatedOrder order, String status) {
		return (order.paidAt() == null && status.equals(PAID)) ? now() : order.paidAt();
	}

	private void store(SimulatedOrder order) {
		this.orders.put(order.orderId(), order);
		this.version.increment();
		if (order.status().equals(INIT) || order.status().equals(EXPIRED)) {
			this.unpaid.add(order.orderId());
		}
		else {
			this.unpaid.remove(order.orderId());
		}
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
	}

	private String newOrderId(Instant now) {
		return String.format(Locale.ROOT, "ORD-%s-%s-%03d", LocalDate.ofInstant(now, ZoneOffset.UTC), this.run,
				++this.lastNumber);
	}

	private static String newRun() {
		String digits = Long.toString(new SecureRandom().nextLong(RUNS), Character.MAX_RADIX);
		return "0".repeat(RUN_LENGTH - digits.length()) + digits;
	}

	private static String qrData(String orderId, BigDecimal amount) {
		return field("00", "KSP") + field("26", orderId) + field("53", "398") + field("54", amount.toPlainString());
	}

	private static String field(String tag, String value) {
		return String.format(Locale.ROOT, "%s%02d%s", tag, value.length(), value);
	}

}
