/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;

import io.github.kaspipay.simulator.fault.ActiveFault;
import io.github.kaspipay.simulator.fault.WebhookFault;
import io.github.kaspipay.simulator.webhook.WebhookDelivery;
import io.github.kaspipay.simulator.webhook.WebhookSignature;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link WebhookFault}.
 */
class WebhookFaultTests extends SharedSimulatorTests {

	private WebhookReceiver receiver;

	@BeforeEach
	void setUp() throws IOException {
		this.client.authorize();
		this.receiver = new WebhookReceiver();
	}

	@AfterEach
	void tearDown() {
		this.receiver.close();
	}

	@Test
	void dropsSoManyAndTellsSoInTheJournal() {
		String orderId = create("order_1");
		this.simulator.faults().add(WebhookFault.drop().times(1));
		this.simulator.pay(orderId);
		this.simulator.refund(orderId, BigDecimal.TEN);
		await().until(() -> this.simulator.webhooks().size() == 2);
		assertThat(this.receiver.statuses()).containsExactly("PARTIALLY_REFUNDED");
		assertThat(this.simulator.webhooks()).extracting(WebhookDelivery::error).containsExactly("Dropped", null);
		assertThat(this.simulator.webhooks()).extracting(WebhookDelivery::isDelivered).containsExactly(false, true);
	}

	@Test
	void concernsOneOrder() {
		String lost = create("order_1");
		String other = create("order_2");
		this.simulator.faults().add(WebhookFault.drop().forOrder(lost));
		this.simulator.pay(lost);
		this.simulator.pay(other);
		await().until(() -> this.simulator.webhooks().size() == 2);
		assertThat(this.receiver.received()).singleElement()
			.satisfies((webhook) -> assertThat(webhook.json().get("orderId").stringValue()).isEqualTo(other));
	}

	@Test
	void delays() {
		this.simulator.faults().add(WebhookFault.delay(Duration.ofMillis(200)).times(1));
		String late = create("order_1");
		String punctual = create("order_2");
		long start = System.nanoTime();
		this.simulator.pay(late);
		this.simulator.pay(punctual);
		await().until(() -> this.receiver.received().size() == 2);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
	}

	@Test
	void duplicates() {
		this.simulator.faults().add(WebhookFault.duplicate());
		this.simulator.pay(create("order_1"));
		await().until(() -> this.simulator.webhooks().size() == 2);
		assertThat(this.receiver.received()).hasSize(2)
			.extracting(WebhookReceiver.Received::text)
			.containsOnly(this.receiver.received().get(0).text());
		assertThat(this.simulator.webhooks()).extracting(WebhookDelivery::attempt).containsOnly(1);
	}

	@Test
	void reorders() {
		this.simulator.faults().add(WebhookFault.reorder());
		String orderId = create("order_1");
		this.simulator.pay(orderId);
		this.simulator.refund(orderId, BigDecimal.TEN);
		await().until(() -> this.simulator.webhooks().size() == 2);
		assertThat(this.receiver.statuses()).containsExactly("PARTIALLY_REFUNDED", "PAID");
		assertThat(this.simulator.faults().active()).extracting(ActiveFault::applied).containsExactly(1);
	}

	@Test
	void signsWrongly() {
		this.simulator.faults().add(WebhookFault.wrongSignature().times(1));
		String orderId = create("order_1");
		this.simulator.pay(orderId);
		this.simulator.sendWebhook(orderId);
		await().until(() -> this.simulator.webhooks().size() == 2);
		WebhookReceiver.Received wrong = this.receiver.received().get(0);
		WebhookReceiver.Received right = this.receiver.received().get(1);
		assertThat(wrong.text()).isEqualTo(right.text());
		assertThat(right.signatures()).containsExactly(this.simulator.sign(right.text()));
		assertThat(wrong.signatures()).singleElement().asString().matches("[0-9a-f]{64}").isNotIn(right.signatures());
		assertThat(this.simulator.webhooks()).extracting(WebhookDelivery::signatureValid).containsExactly(false, true);
	}

	@Test
	void signsWithTheOldSecret() {
		this.simulator.faults().add(WebhookFault.oldSecret("before"));
		this.simulator.pay(create("order_1"));
		await().until(() -> this.simulator.webhooks().size() == 1);
		WebhookReceiver.Received webhook = this.receiver.received().get(0);
		assertThat(webhook.signatures()).containsExactly(WebhookSignature.sign(webhook.text(), "before"));
		assertThat(this.simulator.faults().active().toString()).contains("OLD_SECRET").doesNotContain("before");
	}

	@Test
	void prettyPrintsAndSignsTheCompactForm() {
		this.simulator.faults().add(WebhookFault.prettyPrinted().times(1));
		String orderId = create("order_1");
		this.simulator.pay(orderId);
		this.simulator.sendWebhook(orderId);
		await().until(() -> this.simulator.webhooks().size() == 2);
		WebhookReceiver.Received pretty = this.receiver.received().get(0);
		WebhookReceiver.Received compact = this.receiver.received().get(1);
		assertThat(pretty.text()).contains("\n  \"orderId\"").isNotEqualTo(compact.text());
		assertThat(pretty.json()).isEqualTo(compact.json());
		assertThat(pretty.signatures()).isEqualTo(compact.signatures());
	}

	@Test
	void saysAnotherAmount() {
		String orderId = create("order_1");
		this.simulator.faults().add(WebhookFault.amount(new BigDecimal("1.50")).forOrder(orderId));
		this.simulator.pay(orderId);
		await().until(() -> this.simulator.webhooks().size() == 1);
		WebhookReceiver.Received webhook = this.receiver.received().get(0);
		assertThat(webhook.text()).contains("\"amount\":1.5,");
		assertThat(webhook.signatures()).containsExactly(this.simulator.sign(webhook.text()));
		assertThat(this.client.status(orderId).body()).contains("\"amount\":25000,");
	}

	@Test
	void sendsWhatTheOrderIsNot() {
		String orderId = create("order_1");
		this.simulator.sendWebhook(orderId, "CHARGEBACK", BigDecimal.TEN);
		this.simulator.sendWebhook(orderId, "PAID", null);
		await().until(() -> this.simulator.webhooks().size() == 2);
		assertThat(this.receiver.statuses()).containsExactly("CHARGEBACK", "PAID");
		assertThat(this.receiver.received().get(0).text()).contains("\"amount\":10,");
		assertThat(this.receiver.received().get(1).text()).contains("\"amount\":25000,");
		assertThat(this.simulator.webhooks()).allMatch(WebhookDelivery::signatureValid);
		assertThat(this.client.status(orderId).body()).contains("\"status\":\"INIT\"");
	}

	@Test
	void faultsAddUp() {
		this.simulator.faults().add(WebhookFault.duplicate().times(1));
		this.simulator.faults().add(WebhookFault.wrongSignature().times(1));
		this.receiver.answerWith(401, 401);
		String orderId = create("order_1");
		this.simulator.pay(orderId);
		await().until(() -> this.simulator.webhooks().size() >= 2);
		assertThat(this.simulator.webhooks()).extracting(WebhookDelivery::signatureValid).containsOnly(false);
		assertThat(this.simulator.faults().active()).isEmpty();
	}

	@Test
	void switchForLostWebhooksIsAFaultToo() {
		this.simulator.dropWebhooks(true);
		this.simulator.dropWebhooks(true);
		assertThat(this.simulator.faults().active()).hasSize(1);
		this.simulator.faults().clear();
		this.simulator.dropWebhooks(true);
		assertThat(this.simulator.faults().active()).hasSize(1);
		this.simulator.dropWebhooks(false);
		assertThat(this.simulator.faults().active()).isEmpty();
	}

	@Test
	void refusesWhatCannotBe() {
		assertThatIllegalArgumentException().isThrownBy(() -> WebhookFault.delay(Duration.ofHours(2)));
		assertThatIllegalArgumentException().isThrownBy(() -> WebhookFault.oldSecret(""));
		assertThatIllegalArgumentException().isThrownBy(() -> WebhookFault.drop().times(-1));
	}

	private String create(String reference) {
		return this.client.created(ApiClient.orderBody(reference, "25000", this.receiver.url()));
	}

}
