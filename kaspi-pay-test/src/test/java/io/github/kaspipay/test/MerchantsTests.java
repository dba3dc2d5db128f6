/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import io.github.kaspipay.merchant.KaspiMerchants;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderQuery;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.testsupport.FreePort;
import io.github.kaspipay.testsupport.PostgresServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Two merchants of one application, each with a Kaspi Pay of its own, who use the same
 * references.
 */
@Tag("database")
class MerchantsTests {

	private static final String CART = "cart-1";

	private final KaspiPaySimulator almaty = simulator("almaty");

	private final KaspiPaySimulator astana = simulator("astana");

	private final int port = FreePort.find();

	private ConfigurableApplicationContext application;

	@AfterEach
	void stop() {
		if (this.application != null) {
			this.application.close();
		}
		this.almaty.close();
		this.astana.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "jdbc" })
	void sameReferenceIsPaidByWebhookAndByPoll(String ledger) {
		start(ledger, "kaspi.pay.polling.interval=200ms");
		KaspiOrder first = create("almaty");
		KaspiOrder second = create("astana");
		assertThat(first.merchant()).isEqualTo("almaty");
		assertThat(second.merchant()).isEqualTo("astana");
		this.astana.dropWebhooks(true);
		this.astana.pay(second.orderId());
		this.almaty.pay(first.orderId());
		await().untilAsserted(() -> assertThat(events(KaspiOrderPaidEvent.class)).hasSize(2));
		assertThat(events(KaspiOrderPaidEvent.class)).extracting(KaspiOrderEvent::merchant)
			.containsExactlyInAnyOrder("almaty", "astana");
		for (KaspiOrderPaidEvent event : events(KaspiOrderPaidEvent.class)) {
			assertThat(event.reference()).isEqualTo(CART);
			assertThat(event.orderId()).isEqualTo((event.merchant().equals("almaty") ? first : second).orderId());
			assertThat(event.eventId()).startsWith(event.merchant() + ".");
		}
		assertThat(this.almaty.requests()).noneMatch((request) -> request.path().contains(second.orderId()));
		assertThat(this.astana.requests()).noneMatch((request) -> request.path().contains(first.orderId()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "jdbc" })
	void nothingIsSeenThroughAnothersService(String ledger) {
		start(ledger);
		KaspiOrder order = create("almaty");
		this.almaty.pay(order.orderId());
		await().untilAsserted(() -> assertThat(events(KaspiOrderPaidEvent.class)).hasSize(1));
		merchants().get("almaty").refund(order.orderId(), KaspiRefundRequest.of(BigDecimal.TEN, "why").key("a"));
		KaspiOrderService other = merchants().get("astana");
		assertThat(other.findByOrderId(order.orderId())).isEmpty();
		assertThat(other.findByReference(CART)).isEmpty();
		assertThat(other.refunds(order.orderId())).isEmpty();
		assertThatExceptionOfType(KaspiOrderNotFoundException.class).isThrownBy(() -> other.get(order.orderId()));
		assertThatExceptionOfType(KaspiOrderNotFoundException.class)
			.isThrownBy(() -> other.refund(order.orderId(), KaspiRefundRequest.of(BigDecimal.TEN, "why")));
		for (KaspiOrderQuery query : List.of(KaspiOrderQuery.all(), KaspiOrderQuery.open(), KaspiOrderQuery.disputed(),
				KaspiOrderQuery.refundInDoubt(), KaspiOrderQuery.withStatus(KaspiOrderStatus.PARTIALLY_REFUNDED))) {
			assertThat(merchants().orders("astana").find(query).orders()).isEmpty();
		}
		assertThatIllegalArgumentException().isThrownBy(() -> merchants().disputes("astana").accept(order.orderId()));
		assertThatIllegalArgumentException().isThrownBy(() -> merchants().disputes("astana").dismiss(order.orderId()));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> merchants().ledger("astana").settleRefund(order.orderId(), true));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> merchants().ledger("astana").settleRefundedAmount(order.orderId(), BigDecimal.ONE));
		assertThat(merchants().ledger("astana").findByOrderId(order.orderId())).isNull();
		assertThat(merchants().orders("almaty").find(KaspiOrderQuery.all()).orders()).singleElement()
			.extracting(KaspiOrder::merchant)
			.isEqualTo("almaty");
		assertThat(merchants().get("almaty").refunds(order.orderId())).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "jdbc" })
	void sameOrderIdMayBeInBoth(String ledger) throws Exception {
		start(ledger);
		KaspiOrder order = create("almaty");
		KaspiOrder same = new KaspiOrder(order.orderId(), CART, KaspiOrderStatus.PAID, new BigDecimal("7"),
				BigDecimal.ZERO, null, null, null, null, null);
		assertThat(merchants().ledger("astana").adopt(same).merchant()).isEqualTo("astana");
		this.almaty.pay(order.orderId());
		await().untilAsserted(() -> assertThat(events(KaspiOrderPaidEvent.class)).hasSize(1));
		assertThat(send("astana", this.astana, order.orderId(), "REFUNDED", "7")).isEqualTo(200);
		await().untilAsserted(() -> assertThat(events(KaspiOrderRefundedEvent.class)).hasSize(1));
		assertThat(events(KaspiOrderRefundedEvent.class).get(0).merchant()).isEqualTo("astana");
		assertThat(status("almaty", order)).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(status("astana", order)).isEqualTo(KaspiOrderStatus.REFUNDED);
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "jdbc" })
	void disputesAndRefundsOfListenersGoToTheEventsMerchant(String ledger) {
		start(ledger);
		KaspiOrder first = create("almaty");
		KaspiOrder second = create("astana");
		this.almaty.payOther(first.orderId(), new BigDecimal("99"));
		this.astana.pay(second.orderId());
		await().untilAsserted(() -> {
			assertThat(events(KaspiOrderDisputedEvent.class)).hasSize(1);
			assertThat(events(KaspiOrderPaidEvent.class)).hasSize(1);
		});
		for (KaspiOrderEvent event : List.copyOf(this.application.getBean(Listener.class).events)) {
			merchants().get(event.merchant()).refund(event.orderId(), KaspiRefundRequest.of(BigDecimal.ONE, "gift"));
		}
		assertThat(merchants().orders("almaty").find(KaspiOrderQuery.disputed()).orders()).hasSize(1);
		assertThat(merchants().orders("astana").find(KaspiOrderQuery.disputed()).orders()).isEmpty();
		merchants().disputes("almaty").accept(first.orderId());
		await().untilAsserted(() -> assertThat(events(KaspiOrderPaidEvent.class)).hasSize(2));
		assertThat(this.almaty.order(first.orderId()).orElseThrow().refundedAmount()).isEqualByComparingTo("1");
		assertThat(this.astana.order(second.orderId()).orElseThrow().refundedAmount()).isEqualByComparingTo("1");
	}

	@Test
	void webhookIsOnlyTakenAtItsMerchantsPath() throws Exception {
		start("memory");
		KaspiOrder order = create("almaty");
		assertThat(send("astana", this.almaty, order.orderId(), "PAID", "100")).isEqualTo(401);
		assertThat(send("almaty", this.astana, order.orderId(), "PAID", "100")).isEqualTo(401);
		assertThat(status("almaty", order)).isEqualTo(KaspiOrderStatus.INIT);
		assertThat(send("almaty", this.almaty, order.orderId(), "PAID", "100")).isEqualTo(200);
		assertThat(status("almaty", order)).isEqualTo(KaspiOrderStatus.PAID);
		assertThat(send("", this.almaty, order.orderId(), "PAID", "100")).isEqualTo(404);
	}

	@Test
	void freshInstanceGoesOnWithEach() {
		start("jdbc", "kaspi.pay.polling.enabled=false", "kaspi.pay.polling.interval=200ms");
		List<KaspiOrder> orders = Stream.of("almaty", "astana").map(this::create).toList();
		this.application.close();
		this.almaty.dropWebhooks(true);
		this.astana.dropWebhooks(true);
		this.almaty.pay(orders.get(0).orderId());
		this.astana.pay(orders.get(1).orderId());
		start("jdbc", "kaspi.pay.polling.interval=200ms");
		await().untilAsserted(() -> assertThat(events(KaspiOrderPaidEvent.class)).hasSize(2));
		assertThat(create("almaty", "cart-2").orderId()).isNotEqualTo(orders.get(0).orderId());
		assertThat(merchants().get("almaty").findByReference(CART).orElseThrow().orderId())
			.isEqualTo(orders.get(0).orderId());
		assertThat(merchants().get("astana").findByReference(CART).orElseThrow().orderId())
			.isEqualTo(orders.get(1).orderId());
	}

	@Test
	void unknownNameIsAnErrorThatNamesTheKnownOnes() {
		start("memory");
		assertThat(merchants().names()).containsExactly("almaty", "astana");
		for (String name : List.of("atyrau", "", "default")) {
			assertThatIllegalArgumentException().isThrownBy(() -> merchants().get(name))
				.withMessageContainingAll("'" + name + "'", "'almaty'", "'astana'");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> merchants().orders("atyrau"));
		assertThatIllegalArgumentException().isThrownBy(() -> merchants().disputes("atyrau"));
		assertThatIllegalArgumentException().isThrownBy(() -> merchants().ledger("atyrau"));
	}

	@Test
	void defaultServiceSaysWhatToDoWhereOnlyOthersAreSet() {
		start("memory");
		KaspiOrderService service = this.application.getBean(KaspiOrderService.class);
		for (Runnable call : List.<Runnable>of(() -> service.create(request(CART)), () -> service.get("1"),
				() -> service.findByReference(CART), () -> service.findByOrderId("1"), () -> service.refunds("1"),
				() -> service.refund("1", KaspiRefundRequest.full("why")))) {
			assertThatIllegalStateException().isThrownBy(call::run)
				.withMessageContainingAll("kaspi.pay.client-id", "KaspiMerchants", "almaty", "astana");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "jdbc" })
	void defaultMerchantIsBesideTheOthers(String ledger) {
		try (KaspiPaySimulator own = simulator("own")) {
			start(ledger, properties("kaspi.pay.", own, "own"));
			assertThat(merchants().names()).containsExactly("", "almaty", "astana");
			KaspiOrder order = this.application.getBean(KaspiOrderService.class).create(request(CART));
			KaspiOrder other = create("almaty");
			assertThat(order.merchant()).isEmpty();
			own.pay(order.orderId());
			this.almaty.pay(other.orderId());
			await().untilAsserted(() -> assertThat(events(KaspiOrderPaidEvent.class)).hasSize(2));
			for (KaspiOrderPaidEvent event : events(KaspiOrderPaidEvent.class)) {
				merchants().get(event.merchant()).refund(event.orderId(), KaspiRefundRequest.full("why"));
			}
			assertThat(own.order(order.orderId()).orElseThrow().status()).isEqualTo("REFUNDED");
			assertThat(this.almaty.order(other.orderId()).orElseThrow().status()).isEqualTo("REFUNDED");
			assertThat(merchants().orders("").find(KaspiOrderQuery.all()).orders()).hasSize(1);
		}
	}

	private static KaspiPaySimulator simulator(String name) {
		return KaspiPaySimulator.builder()
			.merchantId("M-" + name)
			.clientId("client-" + name)
			.clientSecret("Zq7-credential-" + name)
			.webhookSecret("whsec-9fK2-" + name)
			.start();
	}

	private void start(String ledger, String... properties) {
		List<String> all = new ArrayList<>(List.of("server.port=" + this.port, "kaspi.pay.ledger.type=" + ledger,
				"kaspi.pay.callback-url=http://localhost:" + this.port + "/webhook/kaspi",
				"kaspi.pay.ledger.initialize-schema=always", "kaspi.pay.token.store=memory",
				"kaspi.pay.rate-limit.store=local"));
		if (ledger.equals("jdbc")) {
			all.add("spring.datasource.url=" + PostgresServer.url());
			all.add("kaspi.pay.ledger.table-prefix=t" + this.port + "_");
		}
		all.addAll(List.of(properties("kaspi.pay.merchants.almaty.", this.almaty, "almaty")));
		all.addAll(List.of(properties("kaspi.pay.merchants.astana.", this.astana, "astana")));
		all.addAll(List.of(properties));
		this.application = new SpringApplicationBuilder(Application.class).properties(all.toArray(String[]::new)).run();
	}

	private static String[] properties(String prefix, KaspiPaySimulator simulator, String name) {
		return new String[] { prefix + "base-url=" + simulator.baseUrl(), prefix + "merchant-id=M-" + name,
				prefix + "client-id=client-" + name, prefix + "client-secret=Zq7-credential-" + name,
				prefix + "webhook.secret=whsec-9fK2-" + name };
	}

	private KaspiMerchants merchants() {
		return this.application.getBean(KaspiMerchants.class);
	}

	private KaspiOrder create(String merchant) {
		return create(merchant, CART);
	}

	private KaspiOrder create(String merchant, String reference) {
		return merchants().get(merchant).create(request(reference));
	}

	private static KaspiOrderRequest request(String reference) {
		return KaspiOrderRequest.builder().reference(reference).amount(100).build();
	}

	private KaspiOrderStatus status(String merchant, KaspiOrder order) {
		return merchants().get(merchant).findByOrderId(order.orderId()).orElseThrow().status();
	}

	private <T extends KaspiOrderEvent> List<T> events(Class<T> type) {
		Collection<KaspiOrderEvent> events = this.application.getBean(Listener.class).events;
		return events.stream().filter(type::isInstance).map(type::cast).toList();
	}

	/**
	 * Sends a webhook to a merchant's path, signed as a simulator does.
	 */
	private int send(String merchant, KaspiPaySimulator signer, String orderId, String status, String amount)
			throws Exception {
		String body = "{\"orderId\":\"" + orderId + "\",\"status\":\"" + status + "\",\"amount\":" + amount + "}";
		URI path = URI
			.create("http://localhost:" + this.port + "/webhook/kaspi" + (merchant.isEmpty() ? "" : "/" + merchant));
		HttpRequest request = HttpRequest.newBuilder(path)
			.header("Content-Type", "application/json")
			.header("X-Kaspi-Signature", signer.sign(body))
			.POST(HttpRequest.BodyPublishers.ofString(body))
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).statusCode();
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Listener listener() {
			return new Listener();
		}

	}

	static class Listener {

		final Collection<KaspiOrderEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(KaspiOrderEvent event) {
			this.events.add(event);
		}

	}

}
