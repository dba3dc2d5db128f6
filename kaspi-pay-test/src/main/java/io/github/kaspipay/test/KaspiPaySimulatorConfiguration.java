/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.tls.SimulatedCertificates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.core.env.Environment;

/**
 * Connects an application to a simulator that runs beside it, for tests and for
 * {@code spring-boot:test-run}:
 * {@code SpringApplication.from(Shop::main).with(KaspiPaySimulatorConfiguration.class).run(args)}.
 * <p>
 * The simulator has its defaults and any free port, unless the application has a
 * {@link KaspiPaySimulator} bean of its own. Credentials and address come from it,
 * whatever {@code kaspi.pay.*} says. Once the application's web server has started,
 * webhooks come to {@code kaspi.pay.webhook.path}, or {@code /webhook/kaspi} without one,
 * and check/pay requests to {@code kaspi.pay.check-pay.path}, or
 * {@code /kaspi/check-pay}. The latter come from 127.0.0.1, which the application has to
 * trust as a proxy: {@code kaspi.pay.check-pay.trusted-proxies=127.0.0.1,::1}.
 * <p>
 * An application with {@code kaspi.pay.api=qr} is connected to the simulator's QR API in
 * the scheme that it speaks, with an SSL bundle for its certificates.
 */
@Configuration(proxyBeanMethods = false)
@Import(QrApplicationProperties.class)
public class KaspiPaySimulatorConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(KaspiPaySimulatorConfiguration.class);

	/**
	 * Creates the configuration.
	 */
	public KaspiPaySimulatorConfiguration() {
	}

	@Bean(destroyMethod = "close")
	@ConditionalOnMissingBean
	KaspiPaySimulator kaspiPaySimulator() {
		KaspiPaySimulator simulator = KaspiPaySimulator.start();
		logger.info("Simulating Kaspi Pay at {}", simulator.baseUrl());
		return simulator;
	}

	/**
	 * The application is called by check/pay, too, once its web server has started.
	 */
	@Bean
	SmartInitializingSingleton kaspiPaySimulatorCheckPay(KaspiPaySimulator simulator, Environment environment) {
		return () -> simulator.checkPay()
			.merchant(() -> CallbackAddress.of(environment,
					environment.getProperty("kaspi.pay.check-pay.path", "/kaspi/check-pay")));
	}

	@Bean
	@ConditionalOnProperty(name = "kaspi.pay.api", havingValue = "qr")
	SslBundleRegistrar kaspiPaySimulatorCertificates(KaspiPaySimulator simulator) {
		SimulatedCertificates certificates = simulator.qr().certificates();
		SslStoreBundle stores = SslStoreBundle.of(certificates.clientKeyStore(), certificates.password(),
				certificates.trustStore());
		return (bundles) -> bundles.registerBundle(QrApplicationProperties.BUNDLE, SslBundle.of(stores));
	}

	@Bean
	@Primary
	SimulatorConnectionDetails kaspiPaySimulatorConnectionDetails(KaspiPaySimulator simulator,
			Environment environment) {
		return new SimulatorConnectionDetails(simulator, environment);
	}

}
