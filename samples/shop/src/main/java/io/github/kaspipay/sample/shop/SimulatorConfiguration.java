/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.net.URI;

import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.tls.SimulatedCertificates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A Kaspi Pay to try the shop with. A real shop has no such class.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("""
		{'http://localhost:${shop.simulator-port:8089}', 'https://localhost:${shop.simulator-qr-port:8543}/r3/v01'}
		.contains('${kaspi.pay.base-url:}')""")
class SimulatorConfiguration {

	private static final Logger log = LoggerFactory.getLogger(SimulatorConfiguration.class);

	@Bean(destroyMethod = "close")
	KaspiPaySimulator kaspiPaySimulator(@Value("${shop.simulator-port:8089}") int port,
			@Value("${shop.simulator-qr-port:8543}") int qrPort, @Value("${kaspi.pay.client-id}") String clientId,
			@Value("${kaspi.pay.client-secret}") String clientSecret,
			@Value("${kaspi.pay.merchant-id}") String merchantId,
			@Value("${kaspi.pay.webhook.secret}") String webhookSecret,
			@Value("http://localhost:${server.port}${kaspi.pay.check-pay.path:/kaspi/check-pay}") URI checkPayUrl) {
		KaspiPaySimulator simulator = KaspiPaySimulator.builder()
			.port(port)
			.qrPort(qrPort)
			.clientId(clientId)
			.clientSecret(clientSecret)
			.merchantId(merchantId)
			.webhookSecret(webhookSecret)
			.checkPayUrl(checkPayUrl)
			.start();
		log.info("Simulating Kaspi Pay; the customer's phone is at {}/phone", simulator.baseUrl());
		return simulator;
	}

	/**
	 * The certificate that Kaspi would have issued. A real shop has it in a file, under
	 * {@code spring.ssl.bundle}.
	 */
	@Bean
	@ConditionalOnProperty(name = "kaspi.pay.api", havingValue = "qr")
	SslBundleRegistrar simulatedCertificates(KaspiPaySimulator simulator) {
		SimulatedCertificates certificates = simulator.qr().certificates();
		SslBundle bundle = SslBundle
			.of(SslStoreBundle.of(certificates.clientKeyStore(), certificates.password(), certificates.trustStore()));
		return (bundles) -> bundles.registerBundle("kaspi", bundle);
	}

}
