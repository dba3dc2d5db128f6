/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.polling.KaspiOrderPoller;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Applications of several contexts, and of ones that are lazy or scan too much.
 */
@Tag("database")
class ContextHierarchyTests {

	private static final KaspiApiStub api = new KaspiApiStub();

	private static final List<Object> heard = new CopyOnWriteArrayList<>();

	@BeforeEach
	void reset() {
		heard.clear();
	}

	@AfterAll
	static void stop() {
		api.close();
	}

	@Test
	void listenerInTheParentOfTheContextWithKaspiPay() {
		try (ConfigurableApplicationContext child = start(Hears.class, Automatic.class)) {
			buy(child, "heard-in-parent");
		}
	}

	@Test
	void parentThatIsConfiguredAutomaticallyToo() {
		try (ConfigurableApplicationContext child = start(AutomaticHears.class, Automatic.class)) {
			buy(child, "configured-twice");
			assertOnce(child, KaspiPayWorkers.class);
			assertOnce(child, KaspiOrderPoller.class);
			assertThat(List
				.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(child, SmartInitializingSingleton.class)))
				.filteredOn((name) -> name.endsWith("Starter"))
				.doesNotHaveDuplicates();
			assertThat(child.getBeanNamesForType(SmartInitializingSingleton.class))
				.noneMatch((name) -> name.endsWith("Starter"));
			assertThat(child.getBeanNamesForType(FilterRegistrationBean.class)).contains("kaspi.pay.webhookFilter");
		}
	}

	@Test
	void listenerInAChildIsRefusedForItWouldNeverBeCalled() {
		for (Class<?> child : List.of(Hears.class, AutomaticHears.class)) {
			assertThatExceptionOfType(KaspiPayConfigurationException.class)
				.isThrownBy(() -> start(Automatic.class, child, WebApplicationType.NONE))
				.withMessageContaining("Hears.on is never called");
		}
	}

	@Test
	void managementContextOnAnotherPort() {
		try (ConfigurableApplicationContext application = ShopApplication.start(api, List.of(Hears.class),
				ShopApplication.WITHOUT_SECURITY_AND_JPA, "management.server.port=0",
				"spring.datasource.generate-unique-name=true")) {
			buy(application, "managed");
			assertThat(new WebhookSender(application).send(WebhookSender.body("managed", "PAID", "100")).statusCode())
				.isEqualTo(200);
		}
	}

	@Test
	void paidOrderIsFoundThoughNobodyTouchesALazyApplication() {
		String database = "spring.datasource.url=jdbc:h2:mem:lazy;DB_CLOSE_DELAY=-1";
		try (ConfigurableApplicationContext application = ShopApplication.start(api, List.of(Hears.class),
				ShopApplication.WITHOUT_SECURITY_AND_JPA, database, "kaspi.pay.polling.enabled=false",
				"kaspi.pay.polling.interval=1s")) {
			create(application, "lazy");
		}
		api.order("lazy", "PAID", "100");
		try (ConfigurableApplicationContext application = ShopApplication.start(api, List.of(Hears.class),
				ShopApplication.WITHOUT_SECURITY_AND_JPA, database, "spring.main.lazy-initialization=true",
				"kaspi.pay.rate-limit.store=local", "kaspi.pay.token.store=memory", "kaspi.pay.polling.interval=1s")) {
			await().untilAsserted(() -> assertThat(heard).hasSize(1));
			assertThat(new WebhookSender(application).send(WebhookSender.body("lazy", "PAID", "100")).statusCode())
				.isEqualTo(200);
		}
	}

	@Test
	void scanOfTheStartersOwnPackageIsRefused() {
		assertThatExceptionOfType(KaspiPayConfigurationException.class)
			.isThrownBy(() -> new SpringApplicationBuilder(Scans.class).web(WebApplicationType.NONE)
				.run(arguments("spring.datasource.generate-unique-name=true",
						ShopApplication.WITHOUT_SECURITY_AND_JPA)))
			.withMessageContaining("component scan");
	}

	private static ConfigurableApplicationContext start(Class<?> parent, Class<?> child) {
		return start(parent, child, WebApplicationType.SERVLET);
	}

	private static ConfigurableApplicationContext start(Class<?> parent, Class<?> child, WebApplicationType type) {
		return new SpringApplicationBuilder(parent)
			.properties("spring.datasource.generate-unique-name=true", ShopApplication.WITHOUT_SECURITY_AND_JPA)
			.child(child)
			.web(type)
			.run(arguments());
	}

	private static String[] arguments(String... more) {
		List<String> all = new ArrayList<>(List.of(api.properties()));
		all.addAll(List.of("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off"));
		all.addAll(List.of(more));
		return all.stream().map((property) -> "--" + property).toArray(String[]::new);
	}

	private static void create(ConfigurableApplicationContext context, String reference) {
		context.getBean(KaspiOrderService.class)
			.create(KaspiOrderRequest.builder().amount(100).reference(reference).build());
	}

	private static void buy(ConfigurableApplicationContext context, String reference) {
		create(context, reference);
		api.order(reference, "PAID", "100");
		context.getBean(KaspiOrderService.class).get(reference);
		await().untilAsserted(() -> assertThat(heard).singleElement().isInstanceOf(KaspiOrderPaidEvent.class));
	}

	private static void assertOnce(ConfigurableApplicationContext context, Class<?> type) {
		assertThat(BeanFactoryUtils.beansOfTypeIncludingAncestors(context, type)).hasSize(1);
		assertThat(context.getBeansOfType(type)).isEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	static class Hears {

		@EventListener
		void on(KaspiOrderPaidEvent event) {
			heard.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Automatic {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class AutomaticHears extends Hears {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@ComponentScan(basePackageClasses = KaspiPayAutoConfiguration.class,
			excludeFilters = @ComponentScan.Filter(type = FilterType.REGEX, pattern = ".*(Tests?|Application)\\b.*"))
	static class Scans {

	}

}
