/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.outbox.KaspiEventDispatcher;
import io.github.kaspipay.outbox.ParkedEvent;
import io.github.kaspipay.polling.KaspiOrderPoller;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Does what the driver says. A failure is answered with the exception's name.
 */
@RestController
class CrashController {

	private final KaspiOrderService orders;

	private final KaspiEventDispatcher dispatcher;

	private final KaspiOrderPoller poller;

	private final DataSource dataSource;

	private final List<Connection> held = new ArrayList<>();

	CrashController(KaspiOrderService orders, KaspiEventDispatcher dispatcher, KaspiOrderPoller poller,
			DataSource dataSource) {
		this.orders = orders;
		this.dispatcher = dispatcher;
		this.poller = poller;
		this.dataSource = dataSource;
	}

	@PostMapping("/create")
	String create(@RequestParam String reference, @RequestParam BigDecimal amount,
			@RequestParam(required = false) @Nullable String refund) {
		KaspiOrderRequest.Builder request = KaspiOrderRequest.builder().reference(reference).amount(amount);
		if (refund != null) {
			request.metadata(CrashListener.REFUND, refund);
		}
		return this.orders.create(request.build()).orderId();
	}

	@PostMapping("/get")
	String get(@RequestParam String orderId) {
		return this.orders.get(orderId).status().value();
	}

	@PostMapping("/poll")
	String poll() {
		this.poller.poll();
		return "";
	}

	@PostMapping("/find")
	String find(@RequestParam String reference) {
		return this.orders.findByReference(reference).map(KaspiOrder::status).map(Object::toString).orElse("-");
	}

	@PostMapping("/refund")
	String refund(@RequestParam String orderId, @RequestParam BigDecimal amount,
			@RequestParam(required = false) @Nullable String key) {
		KaspiRefundRequest request = KaspiRefundRequest.of(amount, "returned");
		return this.orders.refund(orderId, (key != null) ? request.key(key) : request).status().value();
	}

	/**
	 * Lists the keys and states of an order's refunds.
	 */
	@PostMapping("/refunds")
	String refunds(@RequestParam String orderId) {
		return String.join(",",
				this.orders.refunds(orderId).stream().map((refund) -> refund.key() + " " + refund.state()).toList());
	}

	@PostMapping("/parked")
	String parked() {
		return String.join(",", this.dispatcher.findParked().stream().map(ParkedEvent::eventId).toList());
	}

	@PostMapping("/redeliver")
	String redeliver(@RequestParam String eventId) {
		return Boolean.toString(this.dispatcher.redeliver(eventId));
	}

	@PostMapping("/redeliver-all")
	String redeliverAll() {
		return Integer.toString(this.dispatcher.redeliverAll());
	}

	/**
	 * Takes connections from the pool until there are none left.
	 */
	@PostMapping("/exhaust")
	synchronized String exhaust() {
		try {
			while (true) {
				this.held.add(this.dataSource.getConnection());
			}
		}
		catch (SQLException ex) {
			return Integer.toString(this.held.size());
		}
	}

	@PostMapping("/release")
	synchronized String release() throws SQLException {
		for (Connection connection : this.held) {
			connection.close();
		}
		this.held.clear();
		return "";
	}

	@ExceptionHandler
	ResponseEntity<String> failed(RuntimeException ex) {
		return ResponseEntity.status(HttpStatus.UNPROCESSABLE_CONTENT).body(ex.getClass().getSimpleName());
	}

}
