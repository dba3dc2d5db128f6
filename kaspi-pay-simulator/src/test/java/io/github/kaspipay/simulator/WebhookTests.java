/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import io.github.kaspipay.simulator.webhook.WebhookDelivery;
import io.github.kaspipay.testsupport.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for webhooks: what they say, how they are signed, when and how often they come.
 */
class WebhookTests {

	private final KaspiPaySimulator simulator = KaspiPaySimulator.builder()
		.webhookSecret("тайна")
		.webhookRetryPauses(Duration.ofMillis(20), Duration.ofMillis(40))
		.start();

	private ApiClient client;

	private WebhookReceiver receiver;

	@BeforeEach
	void setUp() throws IOException {
		this.client = new ApiClient(this.simulator).authorize();
		this.receiver = new WebhookReceiver();
	}

	@AfterEach
	void tearDown() {
		this.simulator.close();
		this.receiver.close();
	}

	@Test
	void sendsSignedWebhook() throws Exception {
		String orderId = create("order_12345");
		this.simulator.pay(orderId);
		await().until(() -> this.receiver.received().size() == 1);
		WebhookReceiver.Received webhook = this.receiver.received().get(0);
		assertThat(webhook.method()).isEqualTo("POST");
		assertThat(webhook.contentTypes()).containsExactly("application/json");
		assertThat(webhook.text()).isEqualTo(String.format(Locale.ROOT,
				"{\"orderId\":\"%s\",\"status\":\"PAID\",\"reference\":\"order_12345\",\"amount\":25000,\"signature\":\"hmac_sha256_signature\"}",
				orderId));
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(new SecretKeySpec("тайна".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
		assertThat(webhook.signatures()).containsExactly(HexFormat.of().formatHex(mac.doFinal(webhook.body())));
	}

	@Test
	void bodyIsWrittenAsJavaScriptWritesIt() {
		String orderId = create("Заказ/1 é😀 \\\"\\\\ \\u001f\\u2028\\n<>&'");
		this.simulator.pay(orderId);
		await().until(() -> this.receiver.received().size() == 1);
		assertThat(this.receiver.received().get(0).text())
			.contains("\"reference\":\"Заказ/1 é😀 \\\"\\\\ \\u001f\u2028\\n<>&'\"");
	}

	@Test
	void tellsEveryChangeInOrder() {
		String refunded = create("order_1");
		this.simulator.pay(refunded);
		this.client.refund(refunded, "5000");
		this.client.refund(refunded, "20000");
		await().until(() -> this.receiver.received().size() == 3);
		assertThat(this.receiver.statuses()).containsExactly("PAID", "PARTIALLY_REFUNDED", "REFUNDED");
		this.simulator.cancel(create("order_2"));
		await().until(() -> this.receiver.received().size() == 4);
		assertThat(this.receiver.statuses()).last().isEqualTo("CANCELLED");
	}

	@Test
	void tellsExpiryAndCancellationWithoutAnyoneAsking() {
		create("order_1");
		this.simulator.advance(Duration.ofMinutes(31));
		await().until(() -> this.receiver.received().size() == 2);
		assertThat(this.receiver.statuses()).containsExactly("EXPIRED", "CANCELLED");
	}

	@Test
	void tickerLetsOrdersExpireByThemselves() {
		MutableClock clock = new MutableClock("2026-05-09T16:20:00Z");
		try (KaspiPaySimulator ticking = KaspiPaySimulator.builder().clock(clock).start()) {
			new ApiClient(ticking).authorize().created(ApiClient.orderBody("order_1", "1", this.receiver.url()));
			clock.advance(Duration.ofMinutes(15));
			await().until(() -> this.receiver.statuses().contains("EXPIRED"));
		}
	}

	@Test
	void sendsAgainUntilTaken() {
		this.receiver.answerWith(302, 202);
		String orderId = create("order_1");
		this.simulator.pay(orderId);
		await().until(() -> this.simulator.webhooks().size() == 3);
		assertThat(this.simulator.webhooks()).extracting(WebhookDelivery::httpStatus).containsExactly(302, 202, 200);
		assertThat(this.simulator.webhooks()).extracting(WebhookDelivery::attempt).containsExactly(1, 2, 3);
		assertThat(this.simulator.webhooks()).extracting(WebhookDelivery::isDelivered)
			.containsExactly(false, false, true);
		assertThat(this.receiver.received()).extracting(WebhookReceiver.Received::text)
			.containsOnly(this.receiver.received().get(0).text());
	}

	@Test
	void givesUpAndGoesOnWithTheNext() {
		this.receiver.answerWith(500, 500, 500);
		String orderId = create("order_1");
		this.simulator.pay(orderId);
		this.simulator.refund(orderId, BigDecimal.TEN);
		await().until(() -> this.simulator.webhooks().size() == 4);
		assertThat(this.receiver.statuses()).containsExactly("PAID", "PAID", "PAID", "PARTIALLY_REFUNDED");
	}

	@Test
	void recordsThatNobodyListens() {
		URI url = this.receiver.url();
		this.receiver.close();
		String orderId = this.client.created(ApiClient.orderBody("order_1", "25000", url));
		this.simulator.pay(orderId);
		await().until(() -> this.simulator.webhooks().size() == 3);
		assertThat(this.simulator.webhooks()).allSatisfy((delivery) -> {
			assertThat(delivery.orderId()).isEqualTo(orderId);
			assertThat(delivery.status()).isEqualTo("PAID");
			assertThat(delivery.url()).isEqualTo(url);
			assertThat(delivery.httpStatus()).isNull();
			assertThat(delivery.error()).isEqualTo("ConnectException");
		});
	}

	@Test
	void dropsWebhooksAndSendsThemAgainWhenAsked() {
		String orderId = create("order_1");
		this.simulator.dropWebhooks(true);
		this.simulator.pay(orderId);
		this.simulator.dropWebhooks(false);
		this.simulator.sendWebhook(orderId);
		this.simulator.sendWebhook(orderId);
		this.simulator.forceStatus(orderId, "ON_HOLD");
		await().until(() -> this.receiver.received().size() == 3);
		assertThat(this.receiver.statuses()).containsExactly("PAID", "PAID", "ON_HOLD");
	}

	@Test
	void sendsNothingWithoutCallbackUrl() {
		String silent = this.client.created(ApiClient.orderBody("order_1", "25000"));
		this.simulator.pay(silent);
		this.simulator.pay(create("order_2"));
		await().until(() -> !this.simulator.webhooks().isEmpty());
		assertThat(this.simulator.webhooks()).extracting(WebhookDelivery::orderId).doesNotContain(silent);
	}

	@Test
	void webhookThatWaitsDoesNotHoldUpOtherOrders() {
		try (KaspiPaySimulator patient = KaspiPaySimulator.builder().webhookRetryPauses(Duration.ofHours(1)).start()) {
			ApiClient orders = new ApiClient(patient).authorize();
			String first = orders.created(ApiClient.orderBody("order_1", "25000", this.receiver.url()));
			String second = orders.created(ApiClient.orderBody("order_2", "25000", this.receiver.url()));
			this.receiver.answerWith(500);
			patient.pay(first);
			await().until(() -> patient.webhooks().size() == 1);
			patient.pay(second);
			await().until(() -> patient.webhooks().size() == 2);
			assertThat(patient.webhooks()).extracting(WebhookDelivery::orderId).containsExactly(first, second);
		}
	}

	private String create(String reference) {
		return this.client.created(ApiClient.orderBody(reference, "25000", this.receiver.url()));
	}

}
