/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiRefundRequest;

import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Does what a shop does once per payment: writes a row. Nothing keeps it from writing a
 * second one. Gives a part back where the order's metadata says so.
 */
class CrashListener {

	/**
	 * Events of orders with such a reference take a while.
	 */
	static final String SLOW = "slow-";

	/**
	 * Events of orders with such a reference take nearly as long as listeners may.
	 */
	static final String SLOWEST = "slowest-";

	/**
	 * The metadata that names an amount to refund.
	 */
	static final String REFUND = "refund";

	private final JdbcTemplate jdbc;

	private final KaspiOrderService orders;

	private final FaultPoints faults;

	CrashListener(JdbcTemplate jdbc, KaspiOrderService orders, FaultPoints faults) {
		this.jdbc = jdbc;
		this.orders = orders;
		this.faults = faults;
	}

	@EventListener
	@Order(1)
	void on(KaspiOrderEvent event) {
		this.faults.listen(event.eventId(), event.reference(), () -> act(event));
	}

	private void act(KaspiOrderEvent event) {
		this.faults.reach(FaultPoint.LISTENER_STARTED, event.reference());
		String refund = event.metadata().get(REFUND);
		if (event instanceof KaspiOrderPaidEvent && refund != null) {
			this.orders.refund(event.orderId(),
					KaspiRefundRequest.of(new BigDecimal(refund), "out of stock").key(event.eventId()));
		}
		this.jdbc.update("INSERT INTO crash_effect (order_id, event_id, pid) VALUES (?, ?, ?)", event.orderId(),
				event.eventId(), ProcessHandle.current().pid());
		String reference = String.valueOf(event.reference());
		if (reference.startsWith(SLOW)) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
		}
		else if (reference.startsWith(SLOWEST)) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1500));
		}
		this.faults.reach(FaultPoint.LISTENER_WROTE, event.reference());
	}

}
