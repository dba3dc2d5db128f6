/*
 * SPDX-License-Identifier: Apache-2.0
 */

package shop;

import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.test.KaspiPayEvents;
import io.github.kaspipay.test.KaspiPayTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@KaspiPayTest
class PurchaseTests {

	@Test
	void orderIsPaidHeardOfAndRefunded(@Autowired KaspiOrderService orders, @Autowired KaspiPaySimulator kaspi,
			@Autowired KaspiPayEvents events, @Autowired JdbcClient jdbc) {
		assertThat(SpringBootVersion.getVersion()).isEqualTo(System.getProperty("spring-boot.version"));
		assertThat(Runtime.version().feature()).isEqualTo(Integer.getInteger("jdk"));
		KaspiOrder order = orders.create(KaspiOrderRequest.builder().reference("rug").amount(25000).build());
		kaspi.pay(order.orderId());
		assertThat(events.await(KaspiOrderPaidEvent.class).source()).isEqualTo(KaspiEventSource.WEBHOOK);
		orders.refund(order.orderId(), KaspiRefundRequest.full("Sent back"));
		assertThat(events.await(KaspiOrderRefundedEvent.class).full()).isTrue();
		assertThat(orders.findByReference("rug").orElseThrow().status()).isEqualTo(KaspiOrderStatus.REFUNDED);
		assertThat(jdbc.sql("SELECT status FROM kaspi_pay_order").query(String.class).single()).isEqualTo("REFUNDED");
	}

}
