/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;

import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.checkpay.CheckPayCall;
import io.github.kaspipay.simulator.checkpay.SimulatedCheckPay;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A test of an application that speaks check/pay.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT, classes = SimulatedCheckPayTests.Shop.class,
		properties = "kaspi.pay.api=check-pay")
@KaspiPayTest
class SimulatedCheckPayTests {

	@Autowired
	private KaspiOrderService orders;

	@Autowired
	private KaspiPaySimulator simulator;

	@Autowired
	private KaspiPayEvents events;

	@Test
	void kaspiChecksThenPaysAndTheEventComes() {
		KaspiOrder order = create("cart-1");
		CheckPayCall paid = this.simulator.checkPay().pay("cart-1");
		assertThat(paid.isAccepted()).isTrue();
		assertThat(paid.sum()).isEqualByComparingTo("25000");
		assertThat(paid.paymentId()).isEqualTo(order.orderId());
		KaspiOrderPaidEvent event = this.events.forOrder(order.orderId()).await(KaspiOrderPaidEvent.class);
		assertThat(event.transactionId()).isEqualTo(paid.transactionId());
		assertThat(this.simulator.checkPay().calls()).extracting(CheckPayCall::command).containsExactly("check", "pay");
	}

	@Test
	void repeatsAtOnceHaveOneAnswer() {
		create("cart-2");
		CheckPayCall paid = this.simulator.checkPay().pay("cart-2");
		List<CheckPayCall> repeats = this.simulator.checkPay().repeatAtOnce(paid, 50);
		assertThat(repeats).hasSize(50).extracting(CheckPayCall::body).containsOnly(paid.body());
		assertThat(this.simulator.checkPay().pay("cart-2").meaning()).isEqualTo("Paid before");
	}

	@Test
	void whatIsNotPayableSaysWhy() {
		assertThat(this.simulator.checkPay().pay("nobody").meaning()).isEqualTo("No such account");
		create("cart-3");
		assertThat(this.simulator.checkPay().pay("cart-3", new BigDecimal("1")).isAccepted()).isTrue();
		assertThat(this.simulator.checkPay().check("cart-3").meaning()).isEqualTo("A payment is in progress");
	}

	@Test
	void aCallThatIsGivenUpOnIsAnsweredTheSameWhenRepeated() {
		create("cart-4");
		this.simulator.checkPay().patience(Duration.ofMillis(1));
		CheckPayCall lost = this.simulator.checkPay().pay("cart-4", new BigDecimal("25000"));
		this.simulator.checkPay().patience(Duration.ofSeconds(15));
		assertThat(this.simulator.checkPay().repeat(lost).isAccepted()).isTrue();
	}

	@Test
	void aStrangerIsRefusedWhateverHeWrites() {
		create("cart-5");
		for (String stranger : List.of("203.0.113.7", SimulatedCheckPay.KASPI_ADDRESS + ", 203.0.113.7")) {
			this.simulator.checkPay().callFrom(stranger);
			assertThat(this.simulator.checkPay().pay("cart-5").httpStatus()).isEqualTo(403);
		}
		this.simulator.checkPay().callFrom("203.0.113.7, " + SimulatedCheckPay.KASPI_ADDRESS);
		assertThat(this.simulator.checkPay().pay("cart-5").isAccepted()).isTrue();
	}

	@Test
	void ofTwoPaymentsThatRaceOneIsAccepted() {
		create("cart-6");
		List<CheckPayCall> calls = this.simulator.checkPay().race("cart-6", 10);
		assertThat(calls).hasSize(10).filteredOn(CheckPayCall::isAccepted).hasSize(1);
		assertThat(calls).extracting(CheckPayCall::result).containsAnyOf(3, 4).doesNotContainNull();
	}

	private KaspiOrder create(String reference) {
		return this.orders.create(KaspiOrderRequest.builder().reference(reference).amount(25000).build());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Shop {

	}

}
