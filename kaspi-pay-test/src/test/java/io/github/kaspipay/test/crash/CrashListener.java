package io.github.kaspipay.test.crash;

import io.github.kaspipay.event.KaspiOrderEvent;

import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Does what a shop does once per payment: writes a row. Nothing keeps it from writing a
 * second one.
 */
class CrashListener {

	private final JdbcTemplate jdbc;

	private final FaultPoints faults;

	CrashListener(JdbcTemplate jdbc, FaultPoints faults) {
		this.jdbc = jdbc;
		this.faults = faults;
	}

	@EventListener
	@Order(1)
	void on(KaspiOrderEvent event) {
		this.faults.beginDelivery(event.reference());
		this.faults.reach(FaultPoint.LISTENER_STARTED, event.reference());
		this.jdbc.update("INSERT INTO crash_effect (order_id, event_id, pid) VALUES (?, ?, ?)", event.orderId(),
				event.eventId(), ProcessHandle.current().pid());
		this.faults.reach(FaultPoint.LISTENER_WROTE, event.reference());
	}

}
