/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.kaspipay.order.KaspiDisputes;
import io.github.kaspipay.order.KaspiOrderQuery;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrders;
import io.github.kaspipay.order.KaspiPayGateway;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcutAdvisor;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * An application may put an aspect around what it is offered, with proxies of either
 * kind.
 */
@Tag("database")
class AspectTests {

	@ParameterizedTest
	@CsvSource({ "true,true", "false,false" })
	void aspectAroundWhatTheApplicationIsOffered(boolean database, boolean proxyTargetClass) {
		buy(database, proxyTargetClass);
	}

	@ParameterizedTest
	@CsvSource({ "true,false", "false,true" })
	@Tag("long")
	void aspectAroundWhatTheApplicationIsOfferedTheOtherWayRound(boolean database, boolean proxyTargetClass) {
		buy(database, proxyTargetClass);
	}

	private static void buy(boolean database, boolean proxyTargetClass) {
		List<String> calls = new CopyOnWriteArrayList<>();
		try (KaspiApiStub api = new KaspiApiStub()) {
			ApplicationContextRunner runner = database ? DatabaseRunners.h2() : DatabaseRunners.none();
			runner.withPropertyValues(api.properties())
				.withBean(DefaultAdvisorAutoProxyCreator.class, () -> creator(proxyTargetClass))
				.withBean(OfferedAdvisor.class, () -> new OfferedAdvisor(calls))
				.run((context) -> {
					assertThat(context).hasNotFailed();
					KaspiOrderService orders = context.getBean(KaspiOrderService.class);
					assertThat(AopUtils.isAopProxy(orders)).isTrue();
					orders.create(KaspiOrderRequest.builder().amount(100).reference("advised").build());
					assertThat(context.getBean(KaspiOrders.class).find(KaspiOrderQuery.open()).orders()).hasSize(1);
					KaspiDisputes disputes = context.getBean(KaspiDisputes.class);
					assertThatIllegalArgumentException().isThrownBy(() -> disputes.accept("unknown"));
					assertThat(calls).contains("KaspiOrderService.create", "KaspiPayGateway.create", "KaspiOrders.find",
							"KaspiDisputes.accept");
				});
		}
	}

	private static DefaultAdvisorAutoProxyCreator creator(boolean proxyTargetClass) {
		DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
		creator.setProxyTargetClass(proxyTargetClass);
		return creator;
	}

	static class OfferedAdvisor extends StaticMethodMatcherPointcutAdvisor {

		private static final long serialVersionUID = 1L;

		private static final List<Class<?>> OFFERED = List.of(KaspiOrderService.class, KaspiPayGateway.class,
				KaspiOrders.class, KaspiDisputes.class);

		OfferedAdvisor(List<String> calls) {
			super((MethodInterceptor) (invocation) -> {
				OFFERED.stream()
					.filter((type) -> type.isInstance(invocation.getThis()))
					.forEach((type) -> calls.add(type.getSimpleName() + "." + invocation.getMethod().getName()));
				return invocation.proceed();
			});
		}

		@Override
		public boolean matches(Method method, Class<?> targetClass) {
			return OFFERED.stream().anyMatch((type) -> type.isAssignableFrom(targetClass));
		}

	}

}
