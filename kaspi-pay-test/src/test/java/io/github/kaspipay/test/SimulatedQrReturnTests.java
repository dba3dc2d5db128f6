/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.math.BigDecimal;
import java.time.Duration;

import io.github.kaspipay.KaspiUnsupportedOperationException;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.qrapi.KaspiQrReturns;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A test of an application that speaks the QR API's standard scheme, whose refunds begin
 * with the customer's scan.
 */
@SpringBootTest(classes = SimulatedQrTests.Shop.class,
		properties = { "kaspi.pay.api=qr", "kaspi.pay.qr.scheme=standard" })
@KaspiPayTest
class SimulatedQrReturnTests {

	@Autowired
	private KaspiOrderService orders;

	@Autowired
	private KaspiQrReturns returns;

	@Autowired
	private KaspiPaySimulator simulator;

	@Autowired
	private KaspiPayEvents events;

	@Test
	void theCustomerScansAndGetsTheMoneyBack() {
		this.simulator.qr().windows(Duration.ofSeconds(1), Duration.ofMinutes(3), Duration.ofMinutes(1));
		KaspiOrder order = this.orders.create(KaspiOrderRequest.builder().amount(25000).build());
		this.simulator.qr().pay(order.orderId());
		this.events.forOrder(order.orderId()).await(KaspiOrderPaidEvent.class);
		KaspiRefundRequest refund = KaspiRefundRequest.of(new BigDecimal("5000"), "Returned");
		assertThatExceptionOfType(KaspiUnsupportedOperationException.class)
			.isThrownBy(() -> this.orders.refund(order.orderId(), refund));
		KaspiQrReturns.QrReturn started = this.returns.start("return-1");
		assertThat(started.pollingInterval()).isEqualTo(Duration.ofSeconds(1));
		assertThat(this.returns.status(started.returnId())).isNotEqualTo(KaspiQrReturns.CUSTOMER_KNOWN);
		this.simulator.qr().scanReturn(started.returnId());
		assertThat(this.returns.status(started.returnId())).isEqualTo(KaspiQrReturns.CUSTOMER_KNOWN);
		assertThat(this.returns.purchases(started.returnId(), 10)).extracting(KaspiQrReturns.Purchase::orderId)
			.containsExactly(order.orderId());
		this.orders.refund(order.orderId(), refund.returnId(started.returnId()));
		assertThat(this.simulator.qr().payment(order.orderId()).orElseThrow().refundedAmount())
			.isEqualByComparingTo("5000");
	}

}
