/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import io.github.kaspipay.autoconfigure.KaspiPayCheckPayProperties;
import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.core.env.Environment;

/**
 * Looks where the application believes forwarded headers, and check/pay does not: either
 * anybody can forge an address, or Kaspi's requests come through a proxy that
 * {@code trusted-proxies} does not name. Fails the start where the server would hide a
 * forged address from the endpoint.
 */
class CheckPayProxyCheck implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(CheckPayProxyCheck.class);

	private static final String STRATEGY = "server.forward-headers-strategy";

	private final KaspiPayCheckPayProperties checkPay;

	private final Environment environment;

	private final Supplier<@Nullable String> server;

	/**
	 * Creates the check.
	 * @param checkPay the settings of check/pay
	 * @param environment the settings of the server
	 * @param server what the server says that it is, or {@code null} where it says
	 * nothing
	 */
	CheckPayProxyCheck(KaspiPayCheckPayProperties checkPay, Environment environment,
			Supplier<@Nullable String> server) {
		this.checkPay = checkPay;
		this.environment = environment;
		this.server = server;
	}

	/**
	 * Checks the server's settings.
	 * @throws KaspiPayConfigurationException if the server replaces the address at the
	 * other end of a connection by what a header says
	 */
	@Override
	public void afterSingletonsInstantiated() {
		String strategy = strategy();
		if (strategy.equals("native") && isJetty()) {
			throw new KaspiPayConfigurationException("Jetty replaces the address of a caller by what X-Forwarded-For "
					+ "says, which anybody can write: whoever reaches the check/pay endpoint could pass as Kaspi.",
					"Set " + STRATEGY + " to none or framework (on a cloud platform it is native where it is not set), "
							+ "and name your proxies in kaspi.pay.check-pay.trusted-proxies; or use Tomcat.");
		}
		warnOfAnybody("trusted-proxies", this.checkPay.trustedProxies(),
				"anybody can pass as Kaspi by what X-Forwarded-For says. Name your proxies only");
		warnOfAnybody("allowed-addresses", this.checkPay.allowedAddresses(),
				"anybody who reaches the check/pay endpoint can say that an order was paid. Name Kaspi's addresses only");
		if (strategy.equals("framework")) {
			logger.warn(
					"{} is framework: the application believes the forwarded headers of anybody who can reach it. "
							+ "The check/pay endpoint does not: it goes by kaspi.pay.check-pay.trusted-proxies",
					STRATEGY);
		}
		if (!strategy.equals("none") && this.checkPay.trustedProxies().isEmpty()) {
			logger.warn("{} is {}, and kaspi.pay.check-pay.trusted-proxies is empty: if Kaspi's requests come through "
					+ "a proxy, they are refused. Name the proxy's address there", STRATEGY, strategy);
		}
	}

	private static void warnOfAnybody(String property, List<String> ranges, String consequence) {
		if (ranges.stream().anyMatch((range) -> range.strip().endsWith("/0"))) {
			logger.warn("kaspi.pay.check-pay.{} takes in all addresses: {}", property, consequence);
		}
	}

	/**
	 * Returns the strategy as Spring Boot takes it where it is not set, too.
	 */
	private String strategy() {
		String strategy = this.environment.getProperty(STRATEGY, "").strip().toLowerCase(Locale.ROOT);
		if (!strategy.isEmpty()) {
			return strategy;
		}
		CloudPlatform platform = CloudPlatform.getActive(this.environment);
		return (platform != null && platform.isUsingForwardHeaders()) ? "native" : "none";
	}

	private boolean isJetty() {
		String server = this.server.get();
		return server != null && server.toLowerCase(Locale.ROOT).startsWith("jetty");
	}

}
