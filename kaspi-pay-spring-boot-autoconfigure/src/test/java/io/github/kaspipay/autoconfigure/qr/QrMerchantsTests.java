/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.qr;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiUnsupportedOperationException;
import io.github.kaspipay.autoconfigure.DatabaseRunners;
import io.github.kaspipay.autoconfigure.TlsApi;
import io.github.kaspipay.autoconfigure.merchant.MerchantDirectory;
import io.github.kaspipay.autoconfigure.merchant.MerchantSettings;
import io.github.kaspipay.autoconfigure.merchant.NamedMerchants;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.merchant.KaspiMerchants;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderQuery;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Two named merchants with the QR API, each with a Kaspi of its own that gives the same
 * ids, and one with the orders API, who all use the same reference.
 */
@Tag("database")
class QrMerchantsTests {

	private static final String CART = "cart-1";

	@TempDir
	private static Path directory;

	private static QrTlsServer almaty;

	private static QrTlsServer astana;

	private static TlsApi shop;

	@BeforeAll
	static void start() throws Exception {
		almaty = new QrTlsServer(TlsApi.keyStore(directory, "server-1"), TlsApi.keyStore(directory, "almaty"));
		astana = new QrTlsServer(TlsApi.keyStore(directory, "server-2"), TlsApi.keyStore(directory, "astana"));
		shop = new TlsApi(TlsApi.keyStore(directory, "server-3"));
	}

	@AfterAll
	static void stop() {
		almaty.close();
		astana.close();
		shop.close();
	}

	@BeforeEach
	void clear() {
		for (QrTlsServer kaspi : List.of(almaty, astana)) {
			kaspi.requests.clear();
			kaspi.status = "QrTokenCreated";
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "jdbc" })
	void eachHasOrdersOfItsOwn(String ledger) {
		runner(ledger, "own").withPropertyValues(merchants()).withBean(Listener.class).run((context) -> {
			KaspiMerchants merchants = context.getBean(KaspiMerchants.class);
			for (String name : List.of("almaty", "astana", "shop")) {
				KaspiOrder order = create(merchants.get(name));
				assertThat(order.merchant()).isEqualTo(name);
				assertThat(order.orderId()).isEqualTo(name.equals("shop") ? "ORD-1" : QrTlsServer.ID);
			}
			almaty.status = "Processed";
			awaitPaid(context, "almaty");
			assertThat(status(merchants, "astana")).isEqualTo(KaspiOrderStatus.INIT);
			astana.status = "Processed";
			awaitPaid(context, "astana");
			KaspiOrderService other = merchants.get("shop");
			assertThat(other.findByOrderId(QrTlsServer.ID)).isEmpty();
			assertThat(merchants.get("almaty").findByOrderId("ORD-1")).isEmpty();
			assertThat(merchants.get("").findByReference(CART)).isEmpty();
			for (String name : merchants.names()) {
				assertThat(merchants.orders(name).find(KaspiOrderQuery.all()).orders())
					.allSatisfy((order) -> assertThat(order.merchant()).isEqualTo(name))
					.hasSize(name.isEmpty() ? 0 : 1);
			}
		});
		assertThat(almaty.count("/device/register")).isOne();
		assertThat(astana.count("/device/register")).isOne();
	}

	@Test
	void eachRegistersItsDeviceOnceThoughTheTradePointIsTheSame() {
		String[] same = { "kaspi.pay.merchants.astana.base-url=https://localhost:" + almaty.port(),
				"kaspi.pay.merchants.astana.ssl.bundle=almaty" };
		for (int instance = 0; instance < 2; instance++) {
			runner("jdbc", "devices").withPropertyValues(merchants()).withPropertyValues(same).run((context) -> {
				KaspiMerchants merchants = context.getBean(KaspiMerchants.class);
				for (String name : List.of("almaty", "astana")) {
					merchants.qrReturns(name).start("return");
				}
			});
		}
		assertThat(almaty.count("/device/register")).isEqualTo(2);
		assertThat(astana.requests).isEmpty();
	}

	@Test
	void anothersCertificateIsRefused() {
		runner("memory", "").withPropertyValues(merchants())
			.withPropertyValues("kaspi.pay.merchants.astana.ssl.bundle=almaty-at-astana")
			.withPropertyValues(bundle("almaty-at-astana", "almaty", "server-2"))
			.run((context) -> {
				KaspiMerchants merchants = context.getBean(KaspiMerchants.class);
				assertThatExceptionOfType(KaspiConnectionException.class)
					.isThrownBy(() -> create(merchants.get("astana")));
				assertThat(create(merchants.get("almaty")).orderId()).isEqualTo(QrTlsServer.ID);
			});
	}

	@Test
	void returnsBeginWithAScanOnlyInTheSchemeStandard() {
		runner("memory", "").withPropertyValues(merchants()).run((context) -> {
			KaspiMerchants merchants = context.getBean(KaspiMerchants.class);
			assertThat(merchants.qrReturns("almaty").start("return").qrData()).isEqualTo("return-qr");
			for (String name : List.of("shop", "")) {
				assertThatExceptionOfType(KaspiUnsupportedOperationException.class)
					.isThrownBy(() -> merchants.qrReturns(name))
					.withMessageContaining("'" + name + "'");
			}
		});
	}

	@Test
	void callsAreLimitedOnlyWhereTheMerchantSaysSo() {
		runner("memory", "").withPropertyValues(merchants())
			.withPropertyValues("kaspi.pay.rate-limit.requests-per-minute=50",
					"kaspi.pay.merchants.almaty.rate-limit.requests-per-minute=7")
			.run((context) -> {
				NamedMerchants named = context.getBean(NamedMerchants.class);
				assertThat(named.byName().get("almaty").window().available()).isEqualTo(7);
				assertThat(named.byName().get("astana").window().available()).isGreaterThan(100_000);
				assertThat(named.byName().get("shop").window().available()).isEqualTo(50);
			});
	}

	@Test
	void addressAndCertificateOfTheQrApiServeNothingElse() {
		runner("memory", "").withPropertyValues(bundle("almaty", "almaty", "server-1"))
			.withPropertyValues("kaspi.pay.api=qr", "kaspi.pay.base-url=https://localhost:" + almaty.port(),
					"kaspi.pay.ssl.bundle=almaty")
			.withPropertyValues(qr("kaspi.pay.", "enhanced"))
			.withPropertyValues(qr("kaspi.pay.merchants.same.", "enhanced"))
			.withPropertyValues(qr("kaspi.pay.merchants.key.", "basic"))
			.withPropertyValues(orders("kaspi.pay.merchants.shop."))
			.withPropertyValues("kaspi.pay.merchants.shop.api=orders", "kaspi.pay.merchants.bank.api=check-pay")
			.run((context) -> {
				assertThat(address(context, "same")).isEqualTo("https://localhost:" + almaty.port() + "/r3/v01");
				assertThat(bundle(context, "same")).isEqualTo("almaty");
				assertThat(address(context, "key")).isEqualTo("https://qrapi-key.kaspi.kz/r1/v01");
				for (String name : List.of("shop", "bank")) {
					assertThat(address(context, name)).isEqualTo("https://api.kaspipay.kz");
					assertThat(bundle(context, name)).isNull();
				}
			});
	}

	@Test
	void addressAndCertificateOfTheOrdersApiAreNotTheQrApis() {
		runner("memory", "").withPropertyValues(bundle("shop", "server-3", "server-3"))
			.withPropertyValues("kaspi.pay.base-url=https://localhost:" + shop.port(), "kaspi.pay.ssl.bundle=shop")
			.withPropertyValues(qr("kaspi.pay.merchants.key.", "basic"))
			.withPropertyValues(orders("kaspi.pay.merchants.same."))
			.withPropertyValues("kaspi.pay.merchants.key.api=qr")
			.run((context) -> {
				assertThat(address(context, "key")).isEqualTo("https://qrapi-key.kaspi.kz/r1/v01");
				assertThat(bundle(context, "key")).isNull();
				assertThat(address(context, "same")).isEqualTo("https://localhost:" + shop.port());
				assertThat(bundle(context, "same")).isEqualTo("shop");
			});
	}

	private static ApplicationContextRunner runner(String ledger, String database) {
		ApplicationContextRunner runner = ledger.equals("jdbc") ? DatabaseRunners.h2()
			.withPropertyValues("spring.datasource.url=jdbc:h2:mem:qr-merchants-" + database + ";DB_CLOSE_DELAY=-1",
					"kaspi.pay.ledger.initialize-schema=always")
				: DatabaseRunners.none();
		return runner
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, KaspiPayQrAutoConfiguration.class))
			.withPropertyValues("kaspi.pay.call-timeout=60s", "kaspi.pay.read-timeout=30s",
					"kaspi.pay.connect-timeout=20s");
	}

	private static String[] merchants() {
		List<String> all = new ArrayList<>();
		for (String name : List.of("almaty", "astana")) {
			String prefix = "kaspi.pay.merchants." + name + ".";
			all.addAll(List.of(qr(prefix, "standard")));
			all.add(prefix + "base-url=https://localhost:" + (name.equals("almaty") ? almaty : astana).port());
			all.add(prefix + "ssl.bundle=" + name);
			all.addAll(List.of(bundle(name, name, name.equals("almaty") ? "server-1" : "server-2")));
		}
		String prefix = "kaspi.pay.merchants.shop.";
		all.addAll(List.of(orders(prefix)));
		all.add(prefix + "base-url=https://localhost:" + shop.port());
		all.add(prefix + "ssl.bundle=shop");
		all.addAll(List.of(bundle("shop", "server-3", "server-3")));
		return all.toArray(String[]::new);
	}

	private static String[] qr(String prefix, String scheme) {
		List<String> all = new ArrayList<>(List.of(prefix + "api=qr", prefix + "qr.scheme=" + scheme,
				prefix + "qr.trade-point-id=42", prefix + "qr.device-id=desk-1"));
		if (scheme.equals("basic")) {
			all.add(prefix + "qr.api-key=4Gh7sKq2");
		}
		if (scheme.equals("enhanced")) {
			all.add(prefix + "qr.organization-bin=123456789012");
		}
		return all.toArray(String[]::new);
	}

	private static String[] orders(String prefix) {
		return new String[] { prefix + "merchant-id=M-2", prefix + "client-id=client-2",
				prefix + "client-secret=Zq7-client-credential-2" };
	}

	private static String[] bundle(String name, String keys, String trusted) {
		String prefix = "spring.ssl.bundle.jks." + name + ".";
		return new String[] { prefix + "keystore.location=file:" + directory.resolve(keys + ".p12"),
				prefix + "keystore.password=" + TlsApi.PASSWORD,
				prefix + "truststore.location=file:" + directory.resolve(trusted + ".p12"),
				prefix + "truststore.password=" + TlsApi.PASSWORD };
	}

	private static KaspiOrder create(KaspiOrderService orders) {
		return orders.create(KaspiOrderRequest.builder().reference(CART).amount(100).build());
	}

	private static KaspiOrderStatus status(KaspiMerchants merchants, String name) {
		return merchants.get(name).findByReference(CART).orElseThrow().status();
	}

	private static void awaitPaid(ApplicationContext context, String merchant) {
		Listener listener = context.getBean(Listener.class);
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(listener.events).filteredOn(KaspiOrderPaidEvent.class::isInstance)
				.filteredOn((event) -> event.merchant().equals(merchant))
				.singleElement()
				.satisfies((event) -> {
					assertThat(event.reference()).isEqualTo(CART);
					assertThat(event.orderId()).isEqualTo(QrTlsServer.ID);
				}));
	}

	private static MerchantSettings settings(ApplicationContext context, String name) {
		return context.getBean(MerchantDirectory.class)
			.named()
			.stream()
			.filter((merchant) -> merchant.name().equals(name))
			.findFirst()
			.orElseThrow();
	}

	private static String address(ApplicationContext context, String name) {
		return settings(context, name).details().getBaseUrl().toString();
	}

	private static String bundle(ApplicationContext context, String name) {
		return settings(context, name).properties().ssl().bundle();
	}

	static class Listener {

		final List<KaspiOrderEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(KaspiOrderEvent event) {
			this.events.add(event);
		}

	}

}
