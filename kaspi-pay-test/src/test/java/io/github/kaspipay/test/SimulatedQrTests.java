/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiPaymentForm;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.fault.ApiFault;
import io.github.kaspipay.simulator.fault.Operation;
import io.github.kaspipay.simulator.journal.RecordedRequest;
import io.github.kaspipay.simulator.qr.SimulatedQrPayment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A test of an application that speaks the QR API, which is told nothing else.
 */
@SpringBootTest(classes = SimulatedQrTests.Shop.class, properties = "kaspi.pay.api=qr")
@KaspiPayTest
class SimulatedQrTests {

	@Autowired
	private KaspiOrderService orders;

	@Autowired
	private KaspiPaySimulator simulator;

	@Autowired
	private KaspiPayEvents events;

	@BeforeEach
	void askOften() {
		this.simulator.qr().windows(Duration.ofSeconds(1), Duration.ofMinutes(3), Duration.ofMinutes(1));
	}

	@Test
	void paidOnceAndRefundedInParts() {
		KaspiOrder order = create("25000");
		assertThat(order.qrData()).isEqualTo(payment(order).content());
		this.simulator.qr().pay(order.orderId());
		KaspiOrderPaidEvent paid = this.events.forOrder(order.orderId()).await(KaspiOrderPaidEvent.class);
		assertThat(paid.amount()).isEqualByComparingTo("25000");
		this.orders.refund(order.orderId(), KaspiRefundRequest.of(new BigDecimal("10000"), "Returned"));
		assertThat(payment(order).refundedAmount()).isEqualByComparingTo("10000");
		this.orders.refund(order.orderId(), KaspiRefundRequest.full("Returned"));
		assertThat(payment(order).refundedAmount()).isEqualByComparingTo("25000");
		this.events.forOrder(order.orderId()).await(KaspiOrderRefundedEvent.class);
		assertThat(this.events.paid()).hasSize(1);
	}

	@Test
	void anotherAmountIsDisputed() {
		KaspiOrder order = create("25000");
		this.simulator.qr().payOther(order.orderId(), new BigDecimal("900"));
		this.events.forOrder(order.orderId()).await(KaspiOrderDisputedEvent.class);
		assertThat(this.events.paid()).isEmpty();
	}

	@Test
	void aLinkIsPaid() {
		KaspiOrder order = this.orders
			.create(KaspiOrderRequest.builder().amount(500).paymentForm(KaspiPaymentForm.LINK).build());
		assertThat(order.paymentUrl()).hasToString(payment(order).content());
		this.simulator.qr().pay(order.orderId());
		this.events.forOrder(order.orderId()).await(KaspiOrderPaidEvent.class);
	}

	@Test
	void aDeviceThatIsForgottenIsRegisteredAgain() {
		create("1");
		this.simulator.qr().forgetDevices();
		KaspiOrder order = create("2");
		assertThat(payment(order).isOpen()).isTrue();
		assertThat(calls()).endsWith("/r3/v01/qr/create", "/r3/v01/device/register", "/r3/v01/qr/create");
	}

	@Test
	void whatIsUnavailableDidNotHappen() {
		this.simulator.faults().add(ApiFault.statusCode(-999).on(Operation.CREATE).times(1));
		int before = this.simulator.qr().payments().size();
		assertThatExceptionOfType(KaspiServerException.class).isThrownBy(() -> create("1"));
		assertThat(this.simulator.qr().payments()).hasSize(before);
	}

	private List<String> calls() {
		return this.simulator.requests()
			.stream()
			.filter((request) -> request.method().equals("POST"))
			.map(RecordedRequest::path)
			.toList();
	}

	private KaspiOrder create(String amount) {
		return this.orders.create(KaspiOrderRequest.builder().amount(new BigDecimal(amount)).build());
	}

	private SimulatedQrPayment payment(KaspiOrder order) {
		return this.simulator.qr().payment(order.orderId()).orElseThrow();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Shop {

	}

}
