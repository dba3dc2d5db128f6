/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.util.List;
import java.util.Map;

import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.autoconfigure.ShopApplication;
import io.github.kaspipay.autoconfigure.web.ServletEndpointPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.HttpRequestHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerTypePredicate;
import org.springframework.web.servlet.config.annotation.PathMatchConfigurer;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.function.RequestPredicates;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.COLLECTION;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Which path the webhook may have, and who else may have it.
 */
class WebhookPathTests {

	private static WebApplicationContextRunner mvc() {
		return Runners.web()
			.withConfiguration(
					AutoConfigurations.of(DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/hook;v=1", "/a%20b", "//hook", "/a//b", "/a/../b", "/..", "/./a", "/a/.", "/hook?x=1",
			"/hook#x", "/a\\b", "/hook/", "/", "", "hook", "/a b", "/{id}", "/**", "/a\u0000b" })
	void pathThatNoRequestReachesIsRefused(String path) {
		Runners.web()
			.withPropertyValues("kaspi.pay.webhook.path=" + path)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(KaspiPayConfigurationException.class)
				.hasMessageStartingWith("kaspi.pay.webhook.path must be a plain path such as /webhook/kaspi"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/hook", "/webhook/kaspi", "/v1.0/kaspi-pay_hook~x", "/.well-known/kaspi", "/a/..b",
			"/\u043a\u0430\u0441\u043f\u0438" })
	void plainPathIsTaken(String path) {
		mvc().withPropertyValues("kaspi.pay.webhook.path=" + path)
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(ServletWebhookPaths.class)
				.extracting(ServletWebhookPaths::all, as(COLLECTION))
				.containsExactly(new ServletEndpointPath("", path, path)));
	}

	@Test
	void pathFollowsTheDispatcherServlet() {
		mvc().withPropertyValues("spring.mvc.servlet.path=/app")
			.run((context) -> assertThat(context).getBean(ServletWebhookPaths.class)
				.extracting(ServletWebhookPaths::all, as(COLLECTION))
				.containsExactly(new ServletEndpointPath("", "/webhook/kaspi", "/app/webhook/kaspi")));
	}

	@ParameterizedTest
	@ValueSource(classes = { Literal.class, Consuming.class, AnyMethod.class, OneOfMany.class, Pattern.class,
			WithParameters.class, Prefixed.class })
	void applicationsOwnHandlerForThePathFailsTheStart(Class<?> handler) {
		mvc().withUserConfiguration(handler)
			.run((context) -> assertThat(context.getStartupFailure()).isInstanceOf(KaspiPayConfigurationException.class)
				.hasMessageStartingWith("POST /webhook/kaspi is the path of Kaspi Pay's webhook")
				.hasMessageContaining(handler.getSimpleName()));
		mvc().withUserConfiguration(handler)
			.withPropertyValues("kaspi.pay.webhook.path=/kaspi/in")
			.run((context) -> assertThat(context).hasNotFailed());
		mvc().withUserConfiguration(handler)
			.withPropertyValues("kaspi.pay.webhook.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(classes = { Route.class, NestedRoute.class, Url.class, BeanName.class })
	void handlerThatIsMappedWithoutAnnotationsFailsTheStart(Class<?> handler) {
		mvc().withUserConfiguration(handler)
			.run((context) -> assertThat(context.getStartupFailure()).isInstanceOf(KaspiPayConfigurationException.class)
				.hasMessageStartingWith("POST /webhook/kaspi is the path of Kaspi Pay's webhook"));
		mvc().withUserConfiguration(handler)
			.withPropertyValues("kaspi.pay.webhook.path=/kaspi/in")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(
			classes = { Getting.class, Below.class, CatchAll.class, TwoSegments.class, OtherRoutes.class, View.class })
	void handlerForSomethingElseIsLeftAlone(Class<?> handler) {
		mvc().withUserConfiguration(handler).run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource({ "Literal, true", "Pattern, true", "Getting, false", "TwoSegments, false" })
	void findsHandlersThatAntPatternsAreMappedTo(String handler, boolean conflict) throws ClassNotFoundException {
		mvc().withPropertyValues("spring.mvc.pathmatch.matching-strategy=ant-path-matcher")
			.withUserConfiguration(Class.forName(getClass().getName() + "$" + handler))
			.run((context) -> {
				if (conflict) {
					assertThat(context.getStartupFailure()).isInstanceOf(KaspiPayConfigurationException.class);
				}
				else {
					assertThat(context).hasNotFailed();
				}
			});
	}

	@ParameterizedTest
	@CsvSource({ "spring.mvc.servlet.path=/app", "spring.main.lazy-initialization=true" })
	@ExtendWith(OutputCaptureExtension.class)
	void startSaysWhatToDoAboutAHandler(String property, CapturedOutput output) {
		SpringApplication application = new SpringApplicationBuilder(ShopApplication.class, Literal.class)
			.web(WebApplicationType.SERVLET)
			.build();
		List<String> arguments = new java.util.ArrayList<>(
				List.of("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
						"--" + ShopApplication.WITHOUT_SECURITY, "--" + property, "--" + Runners.WEBHOOK_SECRET));
		List.of(Runners.CREDENTIALS).forEach((credential) -> arguments.add("--" + credential));
		assertThatException().isThrownBy(() -> application.run(arguments.toArray(new String[0])).close());
		assertThat(output).contains("APPLICATION FAILED TO START", "Literal#own()", "kaspi.pay.webhook.path",
				"kaspi.pay.webhook.enabled=false");
	}

	@RestController
	static class Literal {

		@PostMapping("/webhook/kaspi")
		void own() {
		}

	}

	@RestController
	static class Consuming {

		@PostMapping(path = "/webhook/kaspi", consumes = "application/json")
		void own() {
		}

	}

	@RestController
	static class AnyMethod {

		@RequestMapping("/webhook/kaspi")
		void own() {
		}

	}

	@RestController
	@RequestMapping("/webhook")
	static class OneOfMany {

		@PostMapping({ "/stripe", "/kaspi" })
		void own() {
		}

	}

	@RestController
	static class Pattern {

		@PostMapping("/webhook/{provider}")
		void own() {
		}

	}

	@RestController
	static class WithParameters {

		@PostMapping(path = "/webhook/kaspi", params = "own", headers = "X-Own")
		void own() {
		}

	}

	@RestController
	static class Prefixed {

		@PostMapping("/kaspi")
		void own() {
		}

		@Configuration(proxyBeanMethods = false)
		static class Prefix implements WebMvcConfigurer {

			@Override
			public void configurePathMatch(PathMatchConfigurer configurer) {
				configurer.addPathPrefix("/webhook", HandlerTypePredicate.forAnyHandlerType());
			}

		}

	}

	@RestController
	static class Getting {

		@GetMapping("/webhook/{id}")
		void own() {
		}

	}

	@RestController
	static class Below {

		@PostMapping({ "/webhook", "/webhook/kaspi/more", "/kaspi" })
		void own() {
		}

	}

	@RestController
	static class CatchAll {

		@RequestMapping({ "/**", "/{*path}" })
		void own() {
		}

	}

	@RestController
	static class TwoSegments {

		@PostMapping("/{a}/{b}")
		void own() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Route {

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route()
				.POST("/other", (request) -> ServerResponse.ok().build())
				.POST("/webhook/{provider}", RequestPredicates.contentType(MediaType.APPLICATION_JSON),
						(request) -> ServerResponse.ok().build())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NestedRoute {

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route()
				.path("/webhook",
						(webhooks) -> webhooks.route(RequestPredicates.path("/kaspi"),
								(request) -> ServerResponse.ok().build()))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OtherRoutes {

		@Bean
		RouterFunction<ServerResponse> routes() {
			return RouterFunctions.route()
				.GET("/webhook/kaspi", (request) -> ServerResponse.ok().build())
				.nest(RequestPredicates.method(HttpMethod.GET),
						() -> RouterFunctions.route(RequestPredicates.path("/webhook/kaspi"),
								(request) -> ServerResponse.ok().build()))
				.POST("/webhook/kaspi/more", (request) -> ServerResponse.ok().build())
				.POST("/{a}/{b}", (request) -> ServerResponse.ok().build())
				.route(RequestPredicates.all(), (request) -> ServerResponse.ok().build())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Url {

		@Bean
		SimpleUrlHandlerMapping urls() {
			HttpRequestHandler handler = (request, response) -> {
			};
			return new SimpleUrlHandlerMapping(Map.of("/webhook/*", handler), 0);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BeanName {

		@Bean("/webhook/kaspi")
		HttpRequestHandler own() {
			return (request, response) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class View implements WebMvcConfigurer {

		@Override
		public void addViewControllers(ViewControllerRegistry registry) {
			registry.addViewController("/webhook/kaspi");
		}

		@Override
		public void addResourceHandlers(ResourceHandlerRegistry registry) {
			registry.addResourceHandler("/webhook/*").addResourceLocations("classpath:/static/");
		}

	}

}
