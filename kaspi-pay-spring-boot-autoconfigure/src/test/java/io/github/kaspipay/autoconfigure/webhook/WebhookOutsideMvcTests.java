/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.RawConnection;
import io.github.kaspipay.autoconfigure.ShopApplication;
import io.github.kaspipay.autoconfigure.WebhookSender;
import io.github.kaspipay.webhook.KaspiWebhookVerifier;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.util.StreamUtils;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.HandlerTypePredicate;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.CorsRegistry;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.handler.MappedInterceptor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The webhook in applications that configure Spring MVC, filters and Spring Security in
 * ways that are right for themselves.
 */
@ExtendWith(OutputCaptureExtension.class)
class WebhookOutsideMvcTests {

	private static final KaspiApiStub api = new KaspiApiStub();

	@AfterAll
	static void stop() {
		api.close();
	}

	private static ConfigurableApplicationContext start(List<Class<?>> more, String... properties) {
		return ShopApplication.start(api, more, properties);
	}

	private static ConfigurableApplicationContext startWithoutSecurity(List<Class<?>> more, String... properties) {
		String[] all = java.util.Arrays.copyOf(properties, properties.length + 1);
		all[properties.length] = ShopApplication.WITHOUT_SECURITY;
		return start(more, all);
	}

	@ParameterizedTest
	@CsvSource({ "spring.mvc.apiversion.required=true,spring.mvc.apiversion.use.header=X-API-Version",
			"spring.mvc.apiversion.required=true,spring.mvc.apiversion.use.path-segment=0" })
	void apiVersionsAreNotAskedFor(String required, String use) {
		try (ConfigurableApplicationContext application = start(List.of(), required, use)) {
			WebhookSender.assertTakesWebhooks(application, "/webhook/kaspi", "versions");
		}
	}

	@ParameterizedTest
	@CsvSource({ "/, '', ''", "/app, '', /app", "/app, /shop, /shop/app" })
	void pathIsTheSameForMvcSecurityAndTheLog(String servletPath, String contextPath, String before,
			CapturedOutput output) {
		try (ConfigurableApplicationContext application = start(List.of(Prefixes.class, OwnMatchers.class),
				"spring.mvc.servlet.path=" + servletPath, "server.servlet.context-path=" + contextPath)) {
			WebhookSender.assertTakesWebhooks(application, before + "/webhook/kaspi", "prefixes");
			assertThat(output).contains("received at POST " + before + "/webhook/kaspi");
			for (String path : List.of("/api/webhook/kaspi", "/webhook/kaspi/", "/webhook/kaspi;v=1", "/webhook//kaspi",
					"/webhook/other")) {
				assertThat(new WebhookSender(application, before + path).send("{}").statusCode()).as(path)
					.isIn(400, 401, 403);
			}
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			/a+b-c_d.e~f | /a+b-c_d.e~f
			/a!b$c&d'e(f)g,h=i:j@k | /a!b$c&d'e(f)g,h=i:j@k
			/.well-known/kaspi | /.well-known/kaspi
			/каспи | /%D0%BA%D0%B0%D1%81%D0%BF%D0%B8
			""")
	void everyPathThatIsTakenIsReached(String path, String encoded) {
		try (ConfigurableApplicationContext application = start(List.of(), "kaspi.pay.webhook.path=" + path)) {
			WebhookSender.assertTakesWebhooks(application, encoded, "reached");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Prefixes implements WebMvcConfigurer {

		@Override
		public void configurePathMatch(PathMatchConfigurer configurer) {
			configurer.addPathPrefix("/api", HandlerTypePredicate.forAnyHandlerType());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnMatchers {

		@Bean
		PathPatternRequestMatcher.Builder ownMatchers() {
			return PathPatternRequestMatcher.withDefaults().basePath("/elsewhere");
		}

	}

	@Test
	void adviceInterceptorsAndCorsAreNotAsked() {
		try (ConfigurableApplicationContext application = startWithoutSecurity(
				List.of(SwallowingAdvice.class, Interceptors.class))) {
			WebhookSender.assertTakesWebhooks(application, "/webhook/kaspi", "intercepted");
			WebhookSender sender = new WebhookSender(application);
			assertThat(sender.sendAs("multipart/form-data; boundary=x", "{}", "0".repeat(64)).statusCode())
				.isEqualTo(401);
		}
	}

	@RestControllerAdvice
	static class SwallowingAdvice {

		@ExceptionHandler
		@ResponseStatus(HttpStatus.OK)
		String swallow(Exception ex) {
			return "OK";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Interceptors implements WebMvcConfigurer {

		private static final HandlerInterceptor refusing = new HandlerInterceptor() {

			@Override
			public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
				throw new IllegalStateException("No request passes");
			}

		};

		@Bean
		MappedInterceptor mappedInterceptor() {
			return new MappedInterceptor(null, refusing);
		}

		@Override
		public void addInterceptors(InterceptorRegistry registry) {
			registry.addInterceptor(refusing);
		}

		@Override
		public void addCorsMappings(CorsRegistry registry) {
			registry.addMapping("/**").allowedOrigins("https://nobody.example");
		}

	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void multipartWithoutABoundaryIsLikeAnyOtherUnsignedRequest(boolean security, CapturedOutput output) {
		try (ConfigurableApplicationContext application = security ? start(List.of())
				: startWithoutSecurity(List.of())) {
			WebhookSender sender = new WebhookSender(application);
			HttpResponse<String> answer = sender.sendAs("multipart/form-data", "--x\r\n\r\n", "0".repeat(64));
			assertThat(answer.statusCode()).isEqualTo(401);
			assertThat(answer.body()).isEqualTo("UNAUTHORIZED");
			String body = WebhookSender.body("multipart", "INIT", "1");
			assertThat(sender.sendAs("multipart/form-data", body, WebhookSender.sign(body)).statusCode())
				.isEqualTo(200);
			assertThat(output).doesNotContain(" ERROR ");
		}
	}

	@ParameterizedTest
	@CsvSource({ "reader,application/json", "stream,application/json", "part,application/json",
			"parameters,application/x-www-form-urlencoded" })
	void bodyThatAFilterTookIsAskedForAgain(String how, String contentType, CapturedOutput output) {
		try (ConfigurableApplicationContext application = startWithoutSecurity(
				List.of(SwallowingAdvice.class, ReadingFilter.class))) {
			ReadingFilter.how.set(how);
			WebhookSender sender = new WebhookSender(application);
			String body = WebhookSender.body("taken", "PAID", "25000");
			for (int i = 0; i < 3; i++) {
				HttpResponse<String> answer = sender.sendAs(contentType, body, WebhookSender.sign(body));
				assertThat(answer.statusCode()).isEqualTo(503);
				assertThat(answer.body()).isEqualTo("UNAVAILABLE");
			}
			assertThat(WebhookSender.isRecorded(application, "taken")).isFalse();
			assertThat(output.toString().split("a filter of the application read its body first", -1)).hasSize(2);
			assertThat(output).doesNotContain(" ERROR ");
		}
		finally {
			ReadingFilter.how.set("");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "reader", "stream" })
	void bodyOfUnknownLengthThatAFilterTookIsAskedForAgain(String how) {
		try (ConfigurableApplicationContext application = startWithoutSecurity(List.of(ReadingFilter.class))) {
			ReadingFilter.how.set(how);
			WebhookSender sender = new WebhookSender(application);
			assertThat(sender.sendChunked(WebhookSender.body("taken", "PAID", "25000")).statusCode()).isEqualTo(503);
			assertThat(WebhookSender.isRecorded(application, "taken")).isFalse();
		}
		finally {
			ReadingFilter.how.set("");
		}
	}

	@Test
	void answersThroughTheWriterThatAFilterTook() {
		try (ConfigurableApplicationContext application = startWithoutSecurity(List.of(ReadingFilter.class))) {
			ReadingFilter.how.set("writer");
			WebhookSender.assertTakesWebhooks(application, "/webhook/kaspi", "written");
		}
		finally {
			ReadingFilter.how.set("");
		}
	}

	@Test
	void emptyBodiesAreUnsigned() {
		try (ConfigurableApplicationContext application = startWithoutSecurity(List.of())) {
			WebhookSender sender = new WebhookSender(application);
			assertThat(sender.send("", WebhookSender.SIGNATURE, "0".repeat(64)).statusCode()).isEqualTo(401);
			RawConnection connection = new RawConnection(application);
			assertThat(connection.exchange("POST /webhook/kaspi HTTP/1.1", "Host: x", "Connection: close", "", ""))
				.startsWith("HTTP/1.1 401");
			assertThat(connection.exchange("POST /webhook/kaspi HTTP/1.1", "Host: x", "Connection: close",
					"Transfer-Encoding: chunked", "", "0", "", ""))
				.startsWith("HTTP/1.1 401");
		}
	}

	@ParameterizedTest
	@CsvSource({ "/kk/webhook/kaspi, true", "/kk/webhook/kaspi, false", "/webhook/kaspi?later, true",
			"/webhook/kaspi?later, false" })
	void whatAFilterForwardsOrDispatchesIsTaken(String path, boolean security) {
		List<Class<?>> more = List.of(DispatchingFilter.class, Fallback.class);
		try (ConfigurableApplicationContext application = security ? start(more) : startWithoutSecurity(more)) {
			WebhookSender.assertTakesWebhooks(application, path, "dispatched");
		}
	}

	@RestController
	static class Fallback {

		@RequestMapping("/**")
		String any() {
			return "index.html";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DispatchingFilter {

		@Bean
		FilterRegistrationBean<Filter> dispatching() {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
				String path = ((HttpServletRequest) request).getRequestURI();
				if (path.startsWith("/kk/")) {
					request.getRequestDispatcher(path.substring(3)).forward(request, response);
				}
				else {
					AsyncContext later = request.startAsync();
					later.start(later::dispatch);
				}
			});
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReadingFilter {

		private static final AtomicReference<String> how = new AtomicReference<>("");

		@Bean
		Filter filter() {
			return (request, response, chain) -> {
				switch (how.get()) {
					case "reader" -> request.getReader().lines().count();
					case "stream" -> StreamUtils.drain(request.getInputStream());
					case "part" -> request.getInputStream().read();
					case "parameters" -> request.getParameter("any");
					case "writer" -> response.getWriter();
					default -> {
					}
				}
				chain.doFilter(request, response);
			};
		}

	}

	@Test
	void verifierThatThrowsIsAnsweredUnavailable(CapturedOutput output) {
		try (ConfigurableApplicationContext application = startWithoutSecurity(
				List.of(SwallowingAdvice.class, ThrowingVerifier.class))) {
			for (int i = 0; i < 3; i++) {
				HttpResponse<String> answer = new WebhookSender(application).send("{}");
				assertThat(answer.statusCode()).isEqualTo(503);
				assertThat(answer.body()).isEqualTo("UNAVAILABLE");
			}
			assertThat(output.toString().split("The verifier fails", -1)).hasSize(2);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class ThrowingVerifier {

		@Bean
		KaspiWebhookVerifier throwingVerifier() {
			return (body, signature) -> {
				throw new IllegalStateException("The verifier fails");
			};
		}

	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 100\r\n\r\n{\"orderId\"", "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"o",
			"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n" })
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
	void strangersWriteOneLineOfEachKind(CapturedOutput output) {
		try (ConfigurableApplicationContext application = startWithoutSecurity(List.of())) {
			WebhookSender sender = new WebhookSender(application);
			for (int i = 0; i < 20; i++) {
				assertThat(sender.send("{}", WebhookSender.SIGNATURE, "0".repeat(64)).statusCode()).isEqualTo(401);
				assertThat(sender.get().statusCode()).isEqualTo(405);
				assertThat(sender.send("{}", "Content-Encoding", "gzip").statusCode()).isEqualTo(415);
				assertThat(sender.send(" ".repeat(70_000)).statusCode()).isEqualTo(413);
			}
			assertThat(output.toString().lines().filter((line) -> line.contains(" WARN ") && line.contains("refused")))
				.hasSize(4);
		}
	}

}
