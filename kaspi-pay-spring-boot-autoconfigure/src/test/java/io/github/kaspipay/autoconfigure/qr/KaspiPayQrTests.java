/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.qr;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.autoconfigure.TlsApi;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.qrapi.KaspiQrReturns;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application that speaks the QR API, over TLS with client certificates.
 */
class KaspiPayQrTests {

	@TempDir
	private static Path directory;

	private static QrTlsServer kaspi;

	@BeforeAll
	static void start() throws Exception {
		Path server = TlsApi.keyStore(directory, "server");
		Path merchant = TlsApi.keyStore(directory, "merchant");
		TlsApi.keyStore(directory, "stranger");
		kaspi = new QrTlsServer(server, merchant);
	}

	@AfterAll
	static void stop() {
		kaspi.close();
	}

	@BeforeEach
	void clear() {
		kaspi.requests.clear();
		kaspi.callers.clear();
		kaspi.status = "QrTokenCreated";
	}

	private static ApplicationContextRunner runner(String certificate) {
		String bundle = "spring.ssl.bundle.jks.kaspi.";
		return Runners.bare()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues("kaspi.pay.api=qr", "kaspi.pay.base-url=https://localhost:" + kaspi.port(),
					"kaspi.pay.ssl.bundle=kaspi", "kaspi.pay.qr.scheme=standard", "kaspi.pay.qr.trade-point-id=42",
					"kaspi.pay.qr.device-id=desk-1", "kaspi.pay.call-timeout=60s", "kaspi.pay.read-timeout=30s",
					"kaspi.pay.connect-timeout=20s")
			.withPropertyValues(bundle + "truststore.location=file:" + directory.resolve("server.p12"),
					bundle + "truststore.password=" + TlsApi.PASSWORD,
					bundle + "keystore.location=file:" + directory.resolve(certificate + ".p12"),
					bundle + "keystore.password=" + TlsApi.PASSWORD);
	}

	private static KaspiOrder create(KaspiOrderService orders, String reference) {
		return orders.create(KaspiOrderRequest.builder().reference(reference).amount(500).build());
	}

	@Test
	void anApplicationsOwnGatewayHasNoReturnsOfTheSchemeStandard() {
		KaspiPayGateway own = Mockito.mock(KaspiPayGateway.class);
		runner("merchant").withBean("own", KaspiPayGateway.class, () -> own).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(KaspiQrReturns.class);
			assertThat(context.getBean(KaspiPayGateway.class)).isSameAs(own);
		});
	}

	@Test
	void findsAPaymentWithoutCredentialsOrWebhooks() {
		runner("merchant").withUserConfiguration(Listener.class).run((context) -> {
			assertThat(context).doesNotHaveBean(KaspiWebhookProcessor.class);
			KaspiOrder order = create(context.getBean(KaspiOrderService.class), "order_1");
			assertThat(order.orderId()).isEqualTo(QrTlsServer.ID);
			kaspi.status = "Processed";
			Listener listener = context.getBean(Listener.class);
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(listener.events).singleElement()
					.isInstanceOfSatisfying(KaspiOrderPaidEvent.class,
							(paid) -> assertThat(paid.source()).isEqualTo(KaspiEventSource.POLL)));
			assertThat(kaspi.callers).containsOnly("CN=localhost");
			assertThat(kaspi.requests).first().asString().startsWith("POST /r2/v01/device/register ");
		});
	}

	@Test
	void anUnknownCertificateNamesTheBundleAndSendsNothing() {
		runner("stranger").run((context) -> {
			assertThatExceptionOfType(KaspiConnectionException.class)
				.isThrownBy(() -> create(context.getBean(KaspiOrderService.class), "order_1"))
				.withMessageContaining("kaspi.pay.ssl.bundle");
			assertThat(kaspi.requests).isEmpty();
		});
	}

	@Test
	void callsAreLimitedOnlyWhereTheApplicationSaysSo() {
		runner("merchant")
			.run((context) -> assertThat(context.getBean(CallWindow.class).available()).isGreaterThan(100_000));
		runner("merchant").withPropertyValues("kaspi.pay.rate-limit.requests-per-minute=7")
			.run((context) -> assertThat(context.getBean(CallWindow.class).available()).isEqualTo(7));
	}

	@Test
	void returnsBeginWithTheCustomersScan() {
		runner("merchant").run((context) -> {
			KaspiQrReturns returns = context.getBean(KaspiQrReturns.class);
			KaspiQrReturns.QrReturn started = returns.start("return_1");
			assertThat(started.returnId()).isEqualTo("99");
			assertThat(started.qrData()).isEqualTo("return-qr");
			assertThat(returns.status("99")).isEqualTo(KaspiQrReturns.CUSTOMER_KNOWN);
			assertThat(returns.purchases("99", 5)).singleElement()
				.satisfies((purchase) -> assertThat(purchase.orderId()).isEqualTo(QrTlsServer.ID));
		});
	}

	static class Listener {

		final List<KaspiOrderEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(KaspiOrderEvent event) {
			this.events.add(event);
		}

	}

}
