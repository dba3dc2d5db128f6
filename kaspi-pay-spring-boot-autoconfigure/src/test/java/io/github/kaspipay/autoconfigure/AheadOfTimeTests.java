/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.jdbc.JdbcLedgerStore;
import io.github.kaspipay.ledger.LedgerStore;
import io.github.kaspipay.merchant.KaspiMerchants;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.reactive.ReactiveKaspiOrderService;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Applications that were processed ahead of time, as for a native image, and run on the
 * JVM.
 */
class AheadOfTimeTests {

	private static List<String> properties(KaspiApiStub api, String... more) {
		List<String> properties = new ArrayList<>(List.of(api.properties()));
		properties.addAll(List.of("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
				"server.shutdown=immediate", "kaspi.pay.callback-url=https://shop.example/webhook/kaspi"));
		properties.addAll(List.of(more));
		return properties;
	}

	private static void buy(ConfigurableApplicationContext application, KaspiApiStub api, KaspiOrderService orders,
			String path, String reference, String secret) {
		api.order(reference, "PAID", "25000");
		orders.create(KaspiOrderRequest.builder().amount(25000).reference(reference).build());
		String body = WebhookSender.body(reference, "PAID", "25000");
		WebhookSender sender = new WebhookSender(application, path);
		assertThat(sender.send(body, WebhookSender.SIGNATURE, "0".repeat(64)).body()).isEqualTo("UNAUTHORIZED");
		assertThat(sender.send(body, WebhookSender.SIGNATURE, WebhookSender.sign(body, secret)).body()).isEqualTo("OK");
		await().untilAsserted(
				() -> assertThat(application.getBean(ShopApplication.Listener.class).of(reference)).singleElement()
					.isInstanceOf(KaspiOrderPaidEvent.class));
	}

	/**
	 * What names the merchants, and the database, is set where the application runs.
	 */
	@Test
	@Tag("database")
	@CompileWithForkedClassLoader
	void servletApplicationWithDatabaseSeveralMerchantsAndSpringSecurity() {
		try (KaspiApiStub api = new KaspiApiStub()) {
			AotApplication aot = new AotApplication(WebApplicationType.SERVLET);
			List<String> build = properties(api, "spring.autoconfigure.exclude=" + ShopApplication.JPA,
					"kaspi.pay.token.store=memory", "kaspi.pay.rate-limit.store=local");
			aot.run(build,
					List.of("kaspi.pay.merchants.second.merchant-id=SECOND",
							"kaspi.pay.merchants.second.client-id=client-2",
							"kaspi.pay.merchants.second.client-secret=Zq7-second-credential",
							"kaspi.pay.merchants.second.webhook.secret=whsec-of-the-second",
							"spring.datasource.url=jdbc:h2:mem:ahead-of-time"),
					(application, hints) -> {
						assertThat(application.getBean(LedgerStore.class)).isInstanceOf(JdbcLedgerStore.class);
						buy(application, api, application.getBean(KaspiOrderService.class), "/webhook/kaspi", "rug",
								KaspiApiStub.WEBHOOK_SECRET);
						buy(application, api, application.getBean(KaspiMerchants.class).get("second"),
								"/webhook/kaspi/second", "second-rug", "whsec-of-the-second");
						assertThat(new WebhookSender(application, "/other").send("{}").statusCode()).isIn(401, 403);
						assertPropertiesAreBound(hints, KaspiPayProperties.class);
						assertPropertiesAreBound(hints, KaspiPayMerchantProperties.class);
						assertThat(RuntimeHintsPredicates.reflection().onType(SimpleApplicationEventMulticaster.class))
							.accepts(hints);
						assertThat(RuntimeHintsPredicates.resource()
							.forResource("io/github/kaspipay/jdbc/postgresql-1.sql")).accepts(hints);
						assertThat(
								RuntimeHintsPredicates.resource().forResource("META-INF/kaspi-pay/build-settings.txt"))
							.accepts(hints);
						assertRefusesOtherParts(aot, build);
					});
		}
	}

	private static void assertRefusesOtherParts(AotApplication aot, List<String> build) {
		List<String> other = new ArrayList<>(build);
		other.remove("kaspi.pay.token.store=memory");
		other.addAll(List.of("kaspi.pay.api=CHECK_PAY", "kaspi.pay.ledger.type=auto"));
		assertThatExceptionOfType(KaspiPayConfigurationException.class).isThrownBy(() -> aot.start(other).close())
			.withMessage("The application was processed ahead of time with other settings than it runs with: "
					+ "kaspi.pay.api=check-pay is set here, and was not for the build; "
					+ "kaspi.pay.token.store=memory was set for the build, and is not here.");
	}

	/**
	 * With their constructors, which the check for unknown properties goes by, too.
	 */
	private static void assertPropertiesAreBound(RuntimeHints hints, Class<?> type) {
		assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(type.getDeclaredConstructors()[0]))
			.as(type.getName())
			.accepts(hints);
		Stream.of(type.getRecordComponents())
			.<Class<?>>map((component) -> component.getType())
			.filter(Class::isRecord)
			.forEach((nested) -> assertPropertiesAreBound(hints, nested));
	}

	@Test
	@Tag("long")
	@CompileWithForkedClassLoader
	void reactiveApplication() {
		try (KaspiApiStub api = new KaspiApiStub()) {
			new AotApplication(WebApplicationType.REACTIVE).run(properties(api), List.of(), (application, hints) -> {
				buy(application, api, application.getBean(KaspiOrderService.class), "/webhook/kaspi", "rug",
						KaspiApiStub.WEBHOOK_SECRET);
				assertThat(application.getBean(ReactiveKaspiOrderService.class).get("rug").block()).isNotNull();
			});
		}
	}

	/**
	 * With nothing set that decides which parts there are.
	 */
	@Test
	@CompileWithForkedClassLoader
	void worker() {
		try (KaspiApiStub api = new KaspiApiStub()) {
			new AotApplication(WebApplicationType.NONE).run(properties(api), List.of(), (application, hints) -> {
				api.order("polled", "PAID", "25000");
				KaspiOrderService orders = application.getBean(KaspiOrderService.class);
				orders.create(KaspiOrderRequest.builder().amount(25000).reference("polled").build());
				orders.get("polled");
				await().untilAsserted(() -> assertThat(application.getBean(ShopApplication.Listener.class).of("polled"))
					.extracting(KaspiOrderEvent::reference)
					.containsExactly("polled"));
			});
		}
	}

}
