/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.http.KaspiHttpTransport;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of an application may put a mock in the place of any of the starter's beans, as
 * {@code @MockitoBean} does, or a spy, as {@code @MockitoSpyBean} does.
 */
@Tag("database")
class MockedBeansTests {

	private static final KaspiApiStub api = new KaspiApiStub();

	@AfterAll
	static void stop() {
		api.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "memory", "auto" })
	void applicationStartsWithAMockOfAnyPublicType(String ledger) {
		List<Class<?>> types = publicTypes(ledger);
		assertThat(types).contains(KaspiOrderService.class, KaspiOrders.class, KaspiOrderLedger.class);
		assertThat(types).allSatisfy(
				(type) -> runner(ledger).withInitializer((context) -> context.addBeanFactoryPostProcessor(mockOf(type)))
					.run((context) -> {
						assertThat(context).as("mock of %s", type.getName()).hasNotFailed();
						assertThat(Mockito.mockingDetails(context.getBean(type)).isMock()).isTrue();
					}));
	}

	/**
	 * What an application is offered. The address is needed when it starts, so that a
	 * mock of the last two would have to be told what to answer before.
	 */
	private static List<Class<?>> publicTypes(String ledger) {
		List<Class<?>> types = new ArrayList<>();
		runner(ledger).run((context) -> types.addAll(Arrays.stream(context.getBeanDefinitionNames())
			.map(context::getType)
			.flatMap((type) -> Stream.concat(Stream.of(type), Arrays.stream(type.getInterfaces())))
			.filter((type) -> type.getSimpleName().startsWith("Kaspi") && Modifier.isPublic(type.getModifiers()))
			.filter((type) -> !type.isRecord() && !type.getSimpleName().endsWith("Configuration"))
			.filter((type) -> type != KaspiPayConnectionDetails.class && type != KaspiHttpTransport.class)
			.filter((type) -> context.getBeanNamesForType(type).length == 1)
			.distinct()
			.<Class<?>>map((type) -> type)
			.toList()));
		return types;
	}

	private static BeanFactoryPostProcessor mockOf(Class<?> type) {
		return (beans) -> {
			String name = beans.getBeanNamesForType(type, true, false)[0];
			RootBeanDefinition mock = new RootBeanDefinition(type);
			mock.setInstanceSupplier(() -> Mockito.mock(type));
			((DefaultListableBeanFactory) beans).removeBeanDefinition(name);
			((BeanDefinitionRegistry) beans).registerBeanDefinition(name, mock);
		};
	}

	@Test
	void purchaseWorksWithASpyOfEveryBean() {
		for (String ledger : List.of("memory", "auto")) {
			runner(ledger).withBean(ShopApplication.Listener.class)
				.withInitializer((context) -> context.getBeanFactory().addBeanPostProcessor(new Spies()))
				.run((context) -> {
					KaspiOrderService orders = context.getBean(KaspiOrderService.class);
					assertThat(Mockito.mockingDetails(orders).isSpy()).isTrue();
					orders.create(KaspiOrderRequest.builder().amount(100).reference("spied").build());
					api.order("spied", "PAID", "100");
					orders.get("spied");
					Mockito.verify(orders).get("spied");
					ShopApplication.Listener listener = context.getBean(ShopApplication.Listener.class);
					await().untilAsserted(() -> assertThat(listener.of("spied")).singleElement()
						.isInstanceOf(KaspiOrderPaidEvent.class));
				});
		}
	}

	private static ApplicationContextRunner runner(String ledger) {
		return DatabaseRunners.h2()
			.withPropertyValues(api.properties())
			.withPropertyValues("kaspi.pay.ledger.type=" + ledger, "spring.datasource.generate-unique-name=true");
	}

	private static final class Spies implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			boolean ours = beanName.startsWith("kaspi.pay.") && !bean.getClass().isHidden()
					&& !bean.getClass().isSynthetic();
			return ours ? Mockito.spy(bean) : bean;
		}

	}

}
