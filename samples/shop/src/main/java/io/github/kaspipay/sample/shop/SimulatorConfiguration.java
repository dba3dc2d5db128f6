package io.github.kaspipay.sample.shop;

import java.net.URI;

import io.github.kaspipay.test.KaspiPaySimulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A Kaspi Pay to try the shop with. A real shop has no such class.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("'${kaspi.pay.base-url:}' == 'http://localhost:${shop.simulator-port:8089}'")
class SimulatorConfiguration {

	private static final Logger log = LoggerFactory.getLogger(SimulatorConfiguration.class);

	@Bean(destroyMethod = "close")
	KaspiPaySimulator kaspiPaySimulator(@Value("${shop.simulator-port:8089}") int port,
			@Value("${kaspi.pay.client-id}") String clientId, @Value("${kaspi.pay.client-secret}") String clientSecret,
			@Value("${kaspi.pay.merchant-id}") String merchantId,
			@Value("${kaspi.pay.webhook.secret}") String webhookSecret,
			@Value("http://localhost:${server.port}${kaspi.pay.check-pay.path:/kaspi/check-pay}") URI checkPayUrl) {
		KaspiPaySimulator simulator = KaspiPaySimulator.builder()
			.port(port)
			.clientId(clientId)
			.clientSecret(clientSecret)
			.merchantId(merchantId)
			.webhookSecret(webhookSecret)
			.checkPayUrl(checkPayUrl)
			.start();
		log.info("Simulating Kaspi Pay; the customer's phone is at {}/phone", simulator.baseUrl());
		return simulator;
	}

}
