/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.RawConnection;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.autoconfigure.ShopApplication;
import io.github.kaspipay.autoconfigure.WebhookSender;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.webhook.KaspiWebhookSignature;
import io.github.kaspipay.webhook.KaspiWebhookVerifier;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.HandlerTypePredicate;
import org.springframework.web.reactive.config.CorsRegistry;
import org.springframework.web.reactive.config.PathMatchConfigurer;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.server.WebFilter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * The webhook in WebFlux applications, over real HTTP.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReactiveWebhookTests {

	private static final KaspiApiStub api = new KaspiApiStub();

	@AfterAll
	static void stop() {
		api.close();
	}

	private static ConfigurableApplicationContext start(List<Class<?>> more, String... properties) {
		String[] all = Arrays.copyOf(properties, properties.length + 1);
		all[properties.length] = "server.shutdown=immediate";
		return ShopApplication.start(WebApplicationType.REACTIVE, api, more, all);
	}

	private static ConfigurableApplicationContext startWithoutSecurity(List<Class<?>> more, String... properties) {
		String[] all = Arrays.copyOf(properties, properties.length + 1);
		all[properties.length] = ShopApplication.WITHOUT_SECURITY;
		return start(more, all);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/shop" })
	void handlersCorsAndPrefixesDoNotTouchIt(String basePath, CapturedOutput output) {
		try (ConfigurableApplicationContext application = startWithoutSecurity(
				List.of(SwallowingAdvice.class, Prefixes.class, CatchAll.class),
				"spring.webflux.base-path=" + basePath)) {
			WebhookSender.assertTakesWebhooks(application, basePath + "/webhook/kaspi", "prefixes");
			assertThat(output).contains("received at POST " + basePath + "/webhook/kaspi");
			for (String path : List.of("/webhook/kaspi/", "/webhook/kaspi;v=1", "/webhook//kaspi", "/webhook/other",
					"/webhook%2Fkaspi")) {
				assertThat(new WebhookSender(application, basePath + path).send("{}").body()).as(path)
					.isNotIn("OK", "UNAUTHORIZED", "UNREADABLE");
			}
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/a+b-c_d.e~f | /a+b-c_d.e~f
			/a!b$c&d'e(f)g,h=i:j@k | /a!b$c&d'e(f)g,h=i:j@k
			/каспи | /%D0%BA%D0%B0%D1%81%D0%BF%D0%B8
			""")
	void everyPathThatIsTakenIsReached(String path, String encoded) {
		try (ConfigurableApplicationContext application = startWithoutSecurity(List.of(),
				"kaspi.pay.webhook.path=" + path)) {
			WebhookSender.assertTakesWebhooks(application, encoded, "reached");
		}
	}

	@RestControllerAdvice
	static class SwallowingAdvice {

		@ExceptionHandler
		@ResponseStatus(HttpStatus.OK)
		String swallow(Exception ex) {
			return "swallowed";
		}

	}

	@RestController
	static class CatchAll {

		@RequestMapping("/**")
		String page() {
			return "for users only";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Prefixes implements WebFluxConfigurer {

		@Override
		public void configurePathMatching(PathMatchConfigurer configurer) {
			configurer.addPathPrefix("/api", HandlerTypePredicate.forAnyHandlerType());
		}

		@Override
		public void addCorsMappings(CorsRegistry registry) {
			registry.addMapping("/**").allowedOrigins("https://nobody.example");
		}

	}

	@Test
	void everyMerchantHasItsWebhook() {
		try (ConfigurableApplicationContext application = startWithoutSecurity(List.of(),
				"kaspi.pay.merchants.second.merchant-id=SECOND", "kaspi.pay.merchants.second.client-id=client-2",
				"kaspi.pay.merchants.second.client-secret=Zq7-second-credential",
				"kaspi.pay.merchants.second.webhook.secret=whsec-of-the-second")) {
			WebhookSender sender = new WebhookSender(application, "/webhook/kaspi/second");
			String body = WebhookSender.body("of-second", "INIT", "25000");
			assertThat(sender.send(body).statusCode()).isEqualTo(401);
			assertThat(
					sender.send(body, WebhookSender.SIGNATURE, WebhookSender.sign(body, "whsec-of-the-second")).body())
				.isEqualTo("OK");
			WebhookSender.assertTakesWebhooks(application, "/webhook/kaspi", "of-default");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "body", "form", "part" })
	void bodyThatAFilterTookIsAskedForAgain(String how, CapturedOutput output) {
		try (ConfigurableApplicationContext application = startWithoutSecurity(
				List.of(SwallowingAdvice.class, ReadingFilter.class), "test.how=" + how)) {
			WebhookSender sender = new WebhookSender(application);
			String body = WebhookSender.body("taken", "PAID", "25000");
			HttpResponse<String> answer = sender.sendAs(
					how.equals("form") ? "application/x-www-form-urlencoded" : "application/json", body,
					WebhookSender.sign(body));
			assertThat(answer.statusCode()).isEqualTo(503);
			assertThat(answer.body()).isEqualTo("UNAVAILABLE");
			assertThat(WebhookSender.isRecorded(application, "taken")).isFalse();
			assertThat(output).contains("a filter of the application read its body first").doesNotContain(" ERROR ");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class ReadingFilter {

		@Bean
		WebFilter filter(org.springframework.core.env.Environment environment) {
			String how = environment.getRequiredProperty("test.how");
			return (exchange, chain) -> switch (how) {
				case "form" -> exchange.getFormData().then(chain.filter(exchange));
				case "part" ->
					exchange.getRequest().getBody().next().map(DataBufferUtils::release).then(chain.filter(exchange));
				default -> DataBufferUtils.join(exchange.getRequest().getBody())
					.map(DataBufferUtils::release)
					.then(chain.filter(exchange));
			};
		}

	}

	@Test
	void emptyBodiesAreUnsigned() {
		try (ConfigurableApplicationContext application = startWithoutSecurity(List.of())) {
			RawConnection connection = new RawConnection(application);
			assertThat(connection.exchange("POST /webhook/kaspi HTTP/1.1", "Host: x", "Connection: close", "", ""))
				.startsWith("HTTP/1.1 401");
			assertThat(connection.exchange("POST /webhook/kaspi HTTP/1.1", "Host: x", "Connection: close",
					"Transfer-Encoding: chunked", "", "0", "", ""))
				.startsWith("HTTP/1.1 401");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 100\r\n\r\n{\"orderId\"", "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"o" })
	void requestThatBreaksOffIsNobodysError(String rest, CapturedOutput output) throws IOException {
		try (ConfigurableApplicationContext application = startWithoutSecurity(List.of(SwallowingAdvice.class),
				"logging.level.io.github.kaspipay=debug")) {
			try (RawConnection.Open connection = new RawConnection(application).open()) {
				connection.send("POST /webhook/kaspi HTTP/1.1\r\nHost: x\r\nX-Kaspi-Signature: "
						+ WebhookSender.sign("{}") + "\r\n" + rest);
				connection.endOfInput();
				await().until(() -> output.toString().contains("A request to the webhook broke off"));
			}
			WebhookSender.assertTakesWebhooks(application, "/webhook/kaspi", "after");
			assertThat(output).doesNotContain(" ERROR ");
		}
	}

	@Test
	void recordsOnThreadsThatMayBlockWithinTheServersObservation() {
		try (ConfigurableApplicationContext application = startWithoutSecurity(List.of(Watched.class))) {
			Watched watched = application.getBean(Watched.class);
			WebhookSender.assertTakesWebhooks(application, "/webhook/kaspi", "watched");
			assertThat(watched.threads).isNotEmpty()
				.allMatch((thread) -> thread.startsWith("kaspi-pay-webhook-blocking-allowed"));
			await().until(() -> !watched.parents.isEmpty() && !watched.patterns.isEmpty());
			assertThat(watched.parents).containsOnly("http.server.requests");
			assertThat(watched.patterns).containsOnly("/webhook/kaspi");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Watched {

		private final Set<String> threads = ConcurrentHashMap.newKeySet();

		private final Set<String> parents = ConcurrentHashMap.newKeySet();

		private final Set<String> patterns = ConcurrentHashMap.newKeySet();

		@Bean
		KaspiWebhookVerifier watchedVerifier() {
			return (body, signature) -> {
				this.threads.add(Thread.currentThread()
					.getName()
					.replaceAll("-\\d+$", Schedulers.isInNonBlockingThread() ? "-no-blocking" : "-blocking-allowed"));
				return KaspiWebhookSignature.sign(body, KaspiApiStub.WEBHOOK_SECRET).equals(signature);
			};
		}

		@Bean
		ObservationHandler<Observation.Context> watchingHandler() {
			return new ObservationHandler<>() {

				@Override
				public void onStop(Observation.Context context) {
					if ("kaspi.pay.webhook".equals(context.getName())) {
						Watched.this.parents.add((context.getParentObservation() != null)
								? context.getParentObservation().getContextView().getName() : "none");
					}
					if (context instanceof ServerRequestObservationContext request) {
						Watched.this.patterns.add(request.getPathPattern());
					}
				}

				@Override
				public boolean supportsContext(Observation.Context context) {
					return true;
				}

			};
		}

	}

	@Test
	void senderThatLeavesDoesNotInterruptTheRecording() throws Exception {
		try (ConfigurableApplicationContext application = startWithoutSecurity(List.of(Slow.class))) {
			Slow slow = application.getBean(Slow.class);
			String body = WebhookSender.body("left", "INIT", "25000");
			try (RawConnection.Open connection = new RawConnection(application).open()) {
				connection.send("POST /webhook/kaspi HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length()
						+ "\r\nX-Kaspi-Signature: " + WebhookSender.sign(body) + "\r\n\r\n" + body);
				assertThat(slow.begun.await(10, TimeUnit.SECONDS)).isTrue();
			}
			await().until(() -> new WebhookSender(application).get().statusCode() == 405);
			slow.goOn.countDown();
			await().until(() -> WebhookSender.isRecorded(application, "left"));
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Slow {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch goOn = new CountDownLatch(1);

		@Bean
		KaspiWebhookVerifier slowVerifier() {
			return (body, signature) -> {
				this.begun.countDown();
				try {
					return this.goOn.await(10, TimeUnit.SECONDS);
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException("It was interrupted", ex);
				}
			};
		}

	}

	@Test
	void verifierThatThrowsIsAnsweredUnavailable() {
		try (ConfigurableApplicationContext application = startWithoutSecurity(
				List.of(SwallowingAdvice.class, ThrowingVerifier.class))) {
			HttpResponse<String> answer = new WebhookSender(application).send("{}");
			assertThat(answer.statusCode()).isEqualTo(503);
			assertThat(answer.body()).isEqualTo("UNAVAILABLE");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class ThrowingVerifier {

		@Bean
		KaspiWebhookVerifier throwingVerifier() {
			return (body, signature) -> {
				throw new NoClassDefFoundError("io/example/Missing");
			};
		}

	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void onlyTheWebhookPassesSpringSecurity(boolean own) {
		List<Class<?>> more = new ArrayList<>(List.of(CatchAll.class));
		if (own) {
			more.add(OwnChain.class);
		}
		try (ConfigurableApplicationContext application = start(more)) {
			api.order("secured", "PAID", "25000");
			application.getBean(KaspiOrderService.class)
				.create(KaspiOrderRequest.builder().amount(25000).reference("secured-" + own).build());
			WebhookSender sender = new WebhookSender(application);
			String body = WebhookSender.body("secured-" + own, "PAID", "25000");
			assertThat(sender.send(body).statusCode()).isEqualTo(200);
			assertThat(sender.send(body, WebhookSender.SIGNATURE, "0".repeat(64)).body()).isEqualTo("UNAUTHORIZED");
			await().until(() -> application.getBean(ShopApplication.Listener.class).of("secured-" + own).size() == 1);
			assertThat(sender.get().statusCode()).isIn(401, 302);
			assertThat(sender.method("PUT", body).statusCode()).isIn(401, 403, 302);
			for (String path : List.of("/other", "/webhook", "/webhook/other", "/webhook/kaspi/more", "/webhook/kaspi/",
					"/webhook/kaspi;v=1", "/webhook//kaspi")) {
				assertThat(new WebhookSender(application, path).send(body).statusCode()).as(path)
					.isIn(400, 401, 403, 302);
			}
		}
	}

	@Test
	void nothingPassesSpringSecurityWhenTheApplicationWantsItSo() {
		try (ConfigurableApplicationContext application = start(List.of(), "kaspi.pay.webhook.bypass-security=false")) {
			HttpResponse<String> answer = new WebhookSender(application)
				.send(WebhookSender.body("kept-out", "PAID", "1"));
			assertThat(answer.statusCode()).isIn(401, 403);
			assertThat(answer.body()).isNotEqualTo("UNAUTHORIZED");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnChain {

		@Bean
		SecurityWebFilterChain ownChain(ServerHttpSecurity http) {
			return http.authorizeExchange(
					(exchanges) -> exchanges.pathMatchers(HttpMethod.OPTIONS).permitAll().anyExchange().authenticated())
				.httpBasic(org.springframework.security.config.Customizer.withDefaults())
				.build();
		}

	}

	@Test
	void applicationsOwnHandlerForThePathFailsTheStart(CapturedOutput output) {
		assertThatException().isThrownBy(() -> startWithoutSecurity(List.of(OwnHandler.class)).close());
		assertThat(output).contains("APPLICATION FAILED TO START",
				"POST /webhook/kaspi is the path of Kaspi Pay's webhook", "OwnHandler#own()");
		startWithoutSecurity(List.of(OwnHandler.class), "kaspi.pay.webhook.path=/kaspi/in").close();
		startWithoutSecurity(List.of(OwnHandler.class), "kaspi.pay.webhook.enabled=false").close();
	}

	@RestController
	static class OwnHandler {

		@PostMapping("/webhook/{provider}")
		Mono<String> own() {
			return Mono.just("own");
		}

	}

	@Test
	void callbackThatLeadsElsewhereIsWarnedOf(CapturedOutput output) {
		startWithoutSecurity(List.of(), "spring.webflux.base-path=/shop").close();
		assertThat(output).contains("webhooks are received at /shop/webhook/kaspi");
	}

	@Test
	void worksWithoutServletsAndWithoutSpringSecurity() {
		new ReactiveWebApplicationContextRunner()
			.withClassLoader(new FilteredClassLoader("jakarta.servlet", "org.springframework.web.servlet",
					"org.springframework.security"))
			.withConfiguration(Runners.KASPI_PAY)
			.withPropertyValues(Runners.CREDENTIALS)
			.withPropertyValues(Runners.WEBHOOK_SECRET)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(ReactiveWebhookFilter.class));
	}

	@ParameterizedTest
	@CsvSource({ "true, 1", "false, 0" })
	void startSaysThatThereIsNoEndpoint(String enabled, int times, CapturedOutput output) {
		Runners.web()
			.withClassLoader(new FilteredClassLoader("org.springframework.web.servlet"))
			.withPropertyValues("kaspi.pay.webhook.enabled=" + enabled)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.toString().split("Kaspi Pay's webhooks are not received", -1)).hasSize(times + 1);
	}

	@Test
	void startSaysThatThereIsNoEndpointForCheckPay(CapturedOutput output) {
		Runners.bareWeb()
			.withClassLoader(new FilteredClassLoader("org.springframework.web.servlet"))
			.withPropertyValues("kaspi.pay.api=check-pay", "kaspi.pay.check-pay.allowed-addresses=127.0.0.1")
			.run((context) -> assertThat(output).contains("check and pay requests are not received"));
	}

	@Test
	void switchedOffWebhookIsNotThere() {
		try (ConfigurableApplicationContext application = startWithoutSecurity(List.of(),
				"kaspi.pay.webhook.enabled=false")) {
			assertThat(new WebhookSender(application).send("{}").statusCode()).isEqualTo(404);
		}
	}

}
