/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.qr.SimulatedQr;
import io.github.kaspipay.simulator.qr.SimulatedQrScheme;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/**
 * Connects an application with {@code kaspi.pay.api=qr} to the simulator, by properties
 * that come before its own. The scheme and the name of the device are its own choice.
 */
final class QrApplicationProperties implements ImportBeanDefinitionRegistrar {

	static final String BUNDLE = "kaspi-pay-simulator";

	private static final String SCHEME = "kaspi.pay.qr.scheme";

	private final Environment environment;

	private final BeanFactory beanFactory;

	QrApplicationProperties(Environment environment, BeanFactory beanFactory) {
		this.environment = environment;
		this.beanFactory = beanFactory;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
		if (this.environment instanceof ConfigurableEnvironment configurable && isQr(configurable)) {
			configurable.getPropertySources().addFirst(new Source(this.beanFactory, configurable));
		}
	}

	static boolean isQr(Environment environment) {
		return "qr".equalsIgnoreCase(environment.getProperty("kaspi.pay.api"));
	}

	/**
	 * Finds the scheme that an application speaks.
	 */
	static SimulatedQrScheme scheme(Environment environment) {
		return Binder.get(environment).bind(SCHEME, SimulatedQrScheme.class).orElse(SimulatedQrScheme.ENHANCED);
	}

	/**
	 * Asks the simulator, which is started by then, when a value is needed.
	 */
	private static final class Source extends EnumerablePropertySource<BeanFactory> {

		private final Map<String, Function<SimulatedQr, Object>> values = new HashMap<>();

		Source(BeanFactory beanFactory, Environment environment) {
			super("kaspiPaySimulatorQr", beanFactory);
			SimulatedQrScheme scheme = scheme(environment);
			putDefault(environment, SCHEME, scheme.toString());
			putDefault(environment, "kaspi.pay.qr.device-id", "till-1");
			this.values.put("kaspi.pay.base-url", (qr) -> qr.baseUrl(scheme));
			this.values.put("kaspi.pay.ssl.bundle", (qr) -> BUNDLE);
			this.values.put("kaspi.pay.qr.trade-point-id", (qr) -> qr.tradePointIds().iterator().next());
			if (scheme == SimulatedQrScheme.BASIC) {
				this.values.put("kaspi.pay.qr.api-key", SimulatedQr::apiKey);
			}
			if (scheme == SimulatedQrScheme.ENHANCED) {
				this.values.put("kaspi.pay.qr.organization-bin", SimulatedQr::organizationBin);
			}
		}

		private void putDefault(Environment environment, String name, String value) {
			if (!environment.containsProperty(name)) {
				this.values.put(name, (qr) -> value);
			}
		}

		@Override
		public String[] getPropertyNames() {
			return this.values.keySet().toArray(String[]::new);
		}

		@Override
		public @Nullable Object getProperty(String name) {
			Function<SimulatedQr, Object> value = this.values.get(name);
			return (value != null) ? value.apply(this.source.getBean(KaspiPaySimulator.class).qr()) : null;
		}

	}

}
