/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.diagnostics;

import java.net.URI;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.kaspipay.autoconfigure.merchant.MerchantDirectory;
import io.github.kaspipay.autoconfigure.merchant.MerchantSettings;
import io.github.kaspipay.autoconfigure.merchant.PropertiesKaspiPayConnectionDetails;
import io.github.kaspipay.order.OrderRules;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.StringUtils;

/**
 * Warns if Kaspi Pay is told no address for webhooks, or one that none comes to.
 */
class CallbackCheck implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(CallbackCheck.class);

	private final MerchantDirectory merchants;

	private final String before;

	/**
	 * Creates the check.
	 * @param merchants the merchants
	 * @param before the paths that come before the webhook's in the server
	 */
	CallbackCheck(MerchantDirectory merchants, String... before) {
		this.merchants = merchants;
		this.before = Stream.of(before).map(CallbackCheck::withoutTrailingSlash).collect(Collectors.joining());
	}

	/**
	 * Details of the application's own may know the address only later.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		this.merchants.ofOrders()
			.stream()
			.filter((merchant) -> merchant.details() instanceof PropertiesKaspiPayConnectionDetails)
			.forEach(this::check);
	}

	private void check(MerchantSettings merchant) {
		URI callbackUrl = merchant.callbackUrl();
		String property = merchant.property("callback-url");
		String path = this.before + merchant.webhookPath();
		if (callbackUrl == null) {
			logger.warn(
					"{} is not set: no webhook comes for an order whose request names no callback URL, and its "
							+ "payment is found by polling only. Set it to the public https address of {}",
					property, path);
		}
		else if (!path.equals(callbackUrl.getPath())) {
			logger.warn(
					"{} has the path {}, and webhooks are received at {}. Make them the same, unless a proxy in front "
							+ "of the application maps one to the other",
					property, callbackUrl.getPath().isEmpty() ? "/" : callbackUrl.getPath(), path);
		}
		if (callbackUrl != null && OrderRules.isLoopback(callbackUrl.getHost())
				&& !OrderRules.isLoopback(merchant.details().getBaseUrl().getHost())) {
			logger.warn("{} has the host {}, which no other machine reaches: no webhook comes. Set it to the public "
					+ "https address of {}", property, callbackUrl.getHost(), path);
		}
	}

	private static String withoutTrailingSlash(String path) {
		return StringUtils.trimTrailingCharacter(path.strip(), '/');
	}

}
