package io.github.kaspipay.sample.shop;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
class ShopOrders {

	private static final Logger log = LoggerFactory.getLogger(ShopOrders.class);

	private final Map<String, ShopOrder> orders = new ConcurrentHashMap<>();

	private final Set<String> handledEvents = ConcurrentHashMap.newKeySet();

	private final AtomicInteger lastNumber = new AtomicInteger(1000);

	private final ApplicationEventPublisher publisher;

	ShopOrders(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	ShopOrder open(BigDecimal amount) {
		String reference = UUID.randomUUID().toString();
		ShopOrder order = ShopOrder.open(reference, this.lastNumber.incrementAndGet(), amount);
		this.orders.put(reference, order);
		return order;
	}

	ShopOrder get(String reference) {
		ShopOrder order = this.orders.get(reference);
		if (order == null) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
		return order;
	}

	List<ShopOrder> newestFirst() {
		return this.orders.values().stream().sorted(Comparator.comparingInt(ShopOrder::number).reversed()).toList();
	}

	void attach(String reference, KaspiOrder payment) {
		change(reference, (order) -> order.withPayment(payment));
	}

	void notCreated(String reference, boolean certain) {
		change(reference, (order) -> order.unpaid(certain ? ShopOrder.Status.CANCELLED : ShopOrder.Status.PROBLEM));
	}

	/**
	 * Takes a refund's answer down: the events tell of the first part and of the whole,
	 * not of each part between.
	 * @param reference the order's reference
	 * @param refundedTotal what was given back altogether, in ₸
	 */
	void refunded(String reference, BigDecimal refundedTotal) {
		change(reference, (order) -> order.refunded(refundedTotal));
	}

	@EventListener
	void onPaid(KaspiOrderPaidEvent event) {
		if (handle(event, ShopOrder::paid)) {
			log.info("Order {} is paid: {} ₸", event.reference(), event.amount().toPlainString());
		}
	}

	@EventListener
	void onCancelled(KaspiOrderCancelledEvent event) {
		handle(event, (order) -> order.unpaid(ShopOrder.Status.CANCELLED));
	}

	@EventListener
	void onExpired(KaspiOrderExpiredEvent event) {
		handle(event, (order) -> order.unpaid(ShopOrder.Status.EXPIRED));
	}

	@EventListener
	void onRefunded(KaspiOrderRefundedEvent event) {
		handle(event, (order) -> order.refunded(event.refundedTotal()));
	}

	@EventListener
	void onDisputed(KaspiOrderDisputedEvent event) {
		if (handle(event, ShopOrder::disputed)) {
			log.warn("Order {} needs attention: {}", event.reference(), event.reason());
		}
	}

	private boolean handle(KaspiOrderEvent event, UnaryOperator<ShopOrder> change) {
		String reference = event.reference();
		if (reference == null || !this.orders.containsKey(reference)) {
			log.warn("None of this shop's orders: {}", event);
			return false;
		}
		return change(reference, (order) -> this.handledEvents.add(event.eventId()) ? change.apply(order) : order);
	}

	private boolean change(String reference, UnaryOperator<ShopOrder> change) {
		AtomicBoolean changed = new AtomicBoolean();
		this.orders.computeIfPresent(reference, (key, before) -> {
			ShopOrder after = change.apply(before);
			changed.set(!after.equals(before));
			return after;
		});
		if (changed.get()) {
			this.publisher.publishEvent(new Changed(reference));
		}
		return changed.get();
	}

	/**
	 * An order changed; whoever shows it may want to look again.
	 *
	 * @param reference the order's reference
	 */
	record Changed(String reference) {

	}

}
