package io.github.kaspipay.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;

/**
 * Warns where the application believes forwarded headers, and check/pay does not: either
 * anybody can forge an address, or Kaspi's requests come through a proxy that
 * {@code trusted-proxies} does not name.
 */
class CheckPayProxyCheck implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(CheckPayProxyCheck.class);

	private final KaspiPayProperties.CheckPay checkPay;

	private final Environment environment;

	CheckPayProxyCheck(KaspiPayProperties.CheckPay checkPay, Environment environment) {
		this.checkPay = checkPay;
		this.environment = environment;
	}

	@Override
	public void afterSingletonsInstantiated() {
		String strategy = this.environment.getProperty("server.forward-headers-strategy", "none");
		if (strategy.equalsIgnoreCase("framework")) {
			logger.warn("server.forward-headers-strategy is framework: the application believes the forwarded headers "
					+ "of anybody who can reach it. The check/pay endpoint does not: it goes by "
					+ "kaspi.pay.check-pay.trusted-proxies");
		}
		if (!strategy.equalsIgnoreCase("none") && this.checkPay.trustedProxies().isEmpty()) {
			logger.warn(
					"server.forward-headers-strategy is {}, and kaspi.pay.check-pay.trusted-proxies is empty: if "
							+ "Kaspi's requests come through a proxy, they are refused. Name the proxy's address there",
					strategy);
		}
	}

}
