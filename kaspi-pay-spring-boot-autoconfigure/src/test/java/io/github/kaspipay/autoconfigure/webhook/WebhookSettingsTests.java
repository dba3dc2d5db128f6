/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.lang.reflect.Proxy;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.ShopApplication;
import io.github.kaspipay.autoconfigure.WebhookSender;
import io.github.kaspipay.ledger.InMemoryLedgerStore;
import io.github.kaspipay.ledger.LedgerStore;
import io.github.kaspipay.ledger.PollQueue;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.outbox.InMemoryEventOutbox;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.http.server.ServerHttpRequest;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.servlet.config.annotation.ContentNegotiationConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyAdvice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The webhook as configured, and whatever else the application configures.
 */
class WebhookSettingsTests {

	private static final KaspiApiStub api = new KaspiApiStub();

	@BeforeEach
	void reset() {
		api.reset();
	}

	@AfterAll
	static void stop() {
		api.close();
	}

	private static ConfigurableApplicationContext start(List<Class<?>> more, String... properties) {
		String[] all = java.util.Arrays.copyOf(properties, properties.length + 1);
		all[properties.length] = ShopApplication.WITHOUT_SECURITY;
		return ShopApplication.start(api, more, all);
	}

	private static void createOrder(ConfigurableApplicationContext application, String reference) {
		application.getBean(KaspiOrderService.class)
			.create(KaspiOrderRequest.builder().amount(25000).reference(reference).build());
	}

	private static ShopApplication.Listener listener(ConfigurableApplicationContext application) {
		return application.getBean(ShopApplication.Listener.class);
	}

	@ParameterizedTest
	@CsvSource({ "raw-body, 200, 401", "json-stringify, 200, 200", "'raw-body,json-stringify', 200, 200" })
	void signatureMayCoverWhatIsConfigured(String signedContent, int compactStatus, int prettyStatus) {
		try (ConfigurableApplicationContext application = start(List.of(),
				"kaspi.pay.webhook.signed-content=" + signedContent)) {
			WebhookSender sender = new WebhookSender(application);
			String compact = WebhookSender.body("form", "PAID", "25000");
			String pretty = compact.replace(",", ", ");
			String signature = WebhookSender.sign(compact);
			assertThat(sender.send(compact, WebhookSender.SIGNATURE, signature).statusCode()).isEqualTo(compactStatus);
			assertThat(sender.send(pretty, WebhookSender.SIGNATURE, signature).statusCode()).isEqualTo(prettyStatus);
		}
	}

	@Test
	void storeThatFailsIsAnsweredUnavailableAndTheRepetitionIsTaken() {
		try (ConfigurableApplicationContext application = start(List.of(FailingStore.class))) {
			createOrder(application, "stored");
			WebhookSender sender = new WebhookSender(application);
			String body = WebhookSender.body("stored", "PAID", "25000");
			FailingStore.failing.set(true);
			assertThat(sender.send(body).statusCode()).isEqualTo(503);
			FailingStore.failing.set(false);
			assertThat(application.getBean(KaspiOrderService.class).findByReference("stored").orElseThrow().status())
				.hasToString("INIT");
			assertThat(listener(application).all()).isEmpty();
			assertThat(sender.send(body).statusCode()).isEqualTo(200);
			await().until(() -> listener(application).of("stored").size() == 1);
		}
		finally {
			FailingStore.failing.set(false);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class FailingStore {

		private static final AtomicBoolean failing = new AtomicBoolean();

		@Bean
		InMemoryEventOutbox outbox() {
			return new InMemoryEventOutbox(java.time.Clock.systemUTC());
		}

		@Bean
		Store store(InMemoryEventOutbox outbox) {
			InMemoryLedgerStore store = new InMemoryLedgerStore(100, java.time.Clock.systemUTC(), outbox);
			return (Store) Proxy.newProxyInstance(Store.class.getClassLoader(), new Class<?>[] { Store.class },
					(proxy, method, arguments) -> {
						if (failing.get()) {
							throw new IllegalStateException("The database is away");
						}
						return method.invoke(store, arguments);
					});
		}

		interface Store extends LedgerStore, PollQueue {

		}

	}

	@Test
	void pathAndHeaderAreConfigurable() {
		try (ConfigurableApplicationContext application = start(List.of(), "kaspi.pay.webhook.path=/in/kaspi",
				"kaspi.pay.webhook.signature-header=X-Signed", "server.servlet.context-path=/shop")) {
			createOrder(application, "custom");
			String body = WebhookSender.body("custom", "PAID", "25000");
			String signature = WebhookSender.sign(body);
			assertThat(new WebhookSender(application, "/shop/webhook/kaspi").send(body, "X-Signed", signature)
				.statusCode()).isEqualTo(404);
			WebhookSender sender = new WebhookSender(application, "/shop/in/kaspi");
			assertThat(sender.send(body, WebhookSender.SIGNATURE, signature).statusCode()).isEqualTo(401);
			assertThat(sender.send(body, "x-signed", signature).statusCode()).isEqualTo(200);
			await().until(() -> listener(application).of("custom").size() == 1);
		}
	}

	@Test
	void switchedOffWebhookIsNotThere() {
		try (ConfigurableApplicationContext application = start(List.of(), "kaspi.pay.webhook.enabled=false")) {
			assertThat(new WebhookSender(application).send("{}").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void lazyInitializationChangesNothing() {
		try (ConfigurableApplicationContext application = start(List.of(), "spring.main.lazy-initialization=true")) {
			api.order("lazy", "PAID", "25000");
			assertThat(new WebhookSender(application).send(WebhookSender.body("lazy", "PAID", "25000")).statusCode())
				.isEqualTo(200);
			await().until(() -> listener(application).of("lazy").size() == 1);
		}
	}

	@Test
	void settingsOfTheApplicationDoNotChangeTheAnswers() {
		String body = WebhookSender.body("settings", "PAID", "25000");
		try (ConfigurableApplicationContext plain = start(List.of());
				ConfigurableApplicationContext odd = start(List.of(OddSettings.class),
						"spring.jackson.property-naming-strategy=SNAKE_CASE",
						"spring.jackson.deserialization.fail-on-unknown-properties=true",
						"spring.jackson.serialization.indent-output=true", "spring.mvc.problemdetails.enabled=true",
						"spring.mvc.hiddenmethod.filter.enabled=true", "spring.web.resources.add-mappings=false",
						"server.error.whitelabel.enabled=false")) {
			createOrder(plain, "settings");
			createOrder(odd, "settings");
			assertThat(api.creations()).hasSize(2);
			assertThat(api.creations().get(1)).isEqualTo(api.creations().get(0));
			assertSameAnswer(plain, odd, (sender) -> sender.send(body), 200);
			assertSameAnswer(plain, odd, (sender) -> sender.send(body, "Accept", "application/xml"), 401);
			assertSameAnswer(plain, odd, (sender) -> sender.send("{}"), 400);
			assertSameAnswer(plain, odd, (sender) -> sender.method("PUT", body), 405);
			assertSameAnswer(plain, odd, (sender) -> sender.send(" ".repeat(70_000)), 413);
			await().until(() -> listener(odd).of("settings").size() == 1);
		}
	}

	private static void assertSameAnswer(ConfigurableApplicationContext plain, ConfigurableApplicationContext odd,
			java.util.function.Function<WebhookSender, HttpResponse<String>> call, int status) {
		HttpResponse<String> expected = call.apply(new WebhookSender(plain));
		HttpResponse<String> answer = call.apply(new WebhookSender(odd));
		assertThat(expected.statusCode()).isEqualTo(status);
		assertThat(answer.statusCode()).isEqualTo(status);
		assertThat(answer.body()).isEqualTo(expected.body());
		assertThat(answer.headers().firstValue("Content-Type"))
			.isEqualTo(expected.headers().firstValue("Content-Type"));
	}

	/**
	 * Settings as bad as an application can make them.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OddSettings implements WebMvcConfigurer {

		@Override
		public void configureContentNegotiation(ContentNegotiationConfigurer configurer) {
			configurer.defaultContentType(MediaType.APPLICATION_XML);
		}

		@Bean
		Advice advice() {
			return new Advice();
		}

	}

	@ControllerAdvice
	static class Advice implements ResponseBodyAdvice<Object> {

		@ModelAttribute
		void readParameters(HttpServletRequest request) {
			assertThat(request.getParameter("orderId")).isNull();
		}

		@Override
		public boolean supports(MethodParameter returnType, Class<? extends HttpMessageConverter<?>> converterType) {
			return true;
		}

		@Override
		public Object beforeBodyWrite(@Nullable Object body, MethodParameter returnType, MediaType contentType,
				Class<? extends HttpMessageConverter<?>> converterType, ServerHttpRequest request,
				ServerHttpResponse response) {
			return "{\"wrapped\":true}";
		}

	}

	@ParameterizedTest
	@ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "application/octet-stream",
			"application/json; charset=windows-1251" })
	void contentTypeDoesNotMatter(String contentType) {
		try (ConfigurableApplicationContext application = start(List.of())) {
			createOrder(application, "typed");
			String body = WebhookSender.body("typed", "PAID", "25000");
			WebhookSender sender = new WebhookSender(application);
			assertThat(sender.sendAs(contentType, body, WebhookSender.sign(body)).statusCode()).isEqualTo(200);
			assertThat(sender.sendAs(contentType, body, "0".repeat(64)).statusCode()).isEqualTo(401);
		}
	}

}
