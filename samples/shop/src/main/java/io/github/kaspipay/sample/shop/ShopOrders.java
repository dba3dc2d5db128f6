/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.math.BigDecimal;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

import io.github.kaspipay.event.KaspiOrderCancelledEvent;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderExpiredEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.sample.shop.CheckoutStatusController.CheckoutStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.web.server.ResponseStatusException;

/**
 * The shop's orders, and what it does when something becomes of one: the place where a
 * real shop ships the goods. They are kept in memory here; a real shop has a table of
 * orders and one of handled event ids, both written in one transaction.
 */
@Service
class ShopOrders implements CheckoutStatusController.Source, QrCodeController.Source {

	private static final Logger log = LoggerFactory.getLogger(ShopOrders.class);

	/**
	 * The metadata that names the shop's order, which events bring back.
	 */
	static final String NUMBER = "order";

	private static final int TOKEN_BYTES = 18;

	private final Map<Integer, ShopOrder> orders = new ConcurrentHashMap<>();

	private final Set<String> handledEvents = ConcurrentHashMap.newKeySet();

	private final AtomicInteger lastNumber = new AtomicInteger(1000);

	private final SecureRandom random = new SecureRandom();

	private final ApplicationEventPublisher publisher;

	ShopOrders(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	ShopOrder open(BigDecimal amount) {
		int number = this.lastNumber.incrementAndGet();
		ShopOrder order = ShopOrder.open(number, newToken(number), amount);
		this.orders.put(number, order);
		return order;
	}

	/**
	 * Makes a token: the number finds the order, 144 random bits prove that it was given
	 * to the one who asks.
	 */
	private String newToken(int number) {
		byte[] secret = new byte[TOKEN_BYTES];
		this.random.nextBytes(secret);
		return number + "-" + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
	}

	ShopOrder get(int number) {
		return Optional.ofNullable(this.orders.get(number)).orElseThrow(ShopOrders::notFound);
	}

	ShopOrder find(String token) {
		int dash = token.indexOf('-');
		try {
			ShopOrder order = this.orders.get(Integer.parseInt(token.substring(0, Math.max(dash, 0))));
			return Optional.ofNullable(order)
				.filter((found) -> found.hasToken(token))
				.orElseThrow(ShopOrders::notFound);
		}
		catch (NumberFormatException ex) {
			throw notFound();
		}
	}

	static ResponseStatusException notFound() {
		return new ResponseStatusException(HttpStatus.NOT_FOUND);
	}

	@Override
	public CheckoutStatus status(String token) {
		ShopOrder order = find(token);
		return new CheckoutStatus(order.currentStatus().name(), order.version());
	}

	@Override
	public Optional<String> qrData(String token) {
		return Optional.ofNullable(find(token).payment()).map(KaspiOrder::qrData);
	}

	List<ShopOrder> newestFirst() {
		return this.orders.values().stream().sorted(Comparator.comparingInt(ShopOrder::number).reversed()).toList();
	}

	/**
	 * Begins to get a new code, for one of those who ask at the same time.
	 * @param number the order's number
	 * @return whether the caller is the one to get it
	 */
	boolean prepareAgain(int number) {
		return change(number, (order) -> order.currentStatus().isOver() ? order.preparing() : order);
	}

	void payable(int number, KaspiOrder payment) {
		change(number, (order) -> order.payable(payment));
	}

	void unavailable(int number) {
		change(number, ShopOrder::unavailable);
	}

	/**
	 * Takes down what Kaspi Pay answered when asked about a payment, so that the customer
	 * sees it at once. The goods are shipped when the event comes.
	 * @param number the order's number
	 * @param answer the answer
	 */
	void confirmed(int number, KaspiOrder answer) {
		if (answer.isPaid()) {
			change(number, (order) -> order.paid(answer.orderId()));
		}
	}

	/**
	 * Takes a refund's answer down, so that the page shows it at once.
	 * @param number the order's number
	 * @param orderId which of the orders at Kaspi Pay was refunded
	 * @param refundedTotal what was given back of it altogether, in ₸
	 */
	void refunded(int number, String orderId, BigDecimal refundedTotal) {
		change(number, (order) -> order.refunded(orderId, refundedTotal));
	}

	/**
	 * Takes down that a person has settled a dispute.
	 * @param number the order's number
	 */
	void settled(int number) {
		change(number, ShopOrder::settled);
	}

	@EventListener
	void onPaid(KaspiOrderPaidEvent event) {
		if (handle(event, (order) -> order.paid(event.orderId()))) {
			log.info("Order {} is paid: {} ₸", event.reference(), event.amount().toPlainString());
		}
	}

	@EventListener
	void onCancelled(KaspiOrderCancelledEvent event) {
		handle(event, (order) -> order.unpaid(event.orderId(), ShopOrder.Status.CANCELLED));
	}

	@EventListener
	void onExpired(KaspiOrderExpiredEvent event) {
		handle(event, (order) -> order.unpaid(event.orderId(), ShopOrder.Status.EXPIRED));
	}

	@EventListener
	void onRefunded(KaspiOrderRefundedEvent event) {
		handle(event, (order) -> order.refunded(event.orderId(), event.refundedTotal()));
	}

	@EventListener
	void onDisputed(KaspiOrderDisputedEvent event) {
		if (handle(event, ShopOrder::disputed)) {
			log.warn("Order {} needs attention: {}", event.reference(), event.reason());
		}
	}

	private boolean handle(KaspiOrderEvent event, UnaryOperator<ShopOrder> change) {
		int number = Integer.parseInt(event.metadata().getOrDefault(NUMBER, "0"));
		ShopOrder known = this.orders.get(number);
		if (known == null || !known.reference().equals(event.reference())) {
			log.warn("None of this shop's orders: {}", event);
			return false;
		}
		AtomicBoolean first = new AtomicBoolean();
		change(number, (order) -> {
			first.set(this.handledEvents.add(event.eventId()));
			return first.get() ? change.apply(order).heard(event) : order;
		});
		return first.get();
	}

	private boolean change(int number, UnaryOperator<ShopOrder> change) {
		AtomicBoolean changed = new AtomicBoolean();
		ShopOrder after = this.orders.computeIfPresent(number, (key, before) -> {
			ShopOrder order = change.apply(before);
			changed.set(order.version() != before.version());
			return order;
		});
		if (after != null && changed.get()) {
			this.publisher.publishEvent(new CheckoutStatusController.Changed(after.token()));
		}
		return changed.get();
	}

}
