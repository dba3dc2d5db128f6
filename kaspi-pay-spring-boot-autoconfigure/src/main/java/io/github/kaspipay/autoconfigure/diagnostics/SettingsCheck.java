/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.diagnostics;

import java.util.List;

import io.github.kaspipay.autoconfigure.merchant.MerchantDirectory;
import io.github.kaspipay.autoconfigure.merchant.MerchantSettings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.core.env.Environment;

/**
 * Warns of settings that are likely not what was meant.
 */
class SettingsCheck implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(SettingsCheck.class);

	private static final int CONTRACT_REQUESTS_PER_MINUTE = 100;

	private final MerchantDirectory merchants;

	private final Environment environment;

	SettingsCheck(MerchantDirectory merchants, Environment environment) {
		this.merchants = merchants;
		this.environment = environment;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<String> unknown = UnknownProperties.of(this.environment);
		if (!unknown.isEmpty()) {
			logger.warn("{} Correct what is mistyped, and remove the rest", UnknownProperties.describe(unknown));
		}
		this.merchants.ofOrders().forEach(SettingsCheck::checkRequests);
	}

	private static void checkRequests(MerchantSettings merchant) {
		int requests = merchant.properties().rateLimit().requestsPerMinute();
		if (requests > CONTRACT_REQUESTS_PER_MINUTE) {
			logger.warn(
					"{} is {}, and Kaspi Pay allows {}: it refuses the rest with 429. Set at most {}, unless Kaspi Pay "
							+ "has granted you more",
					merchant.property("rate-limit.requests-per-minute"), requests, CONTRACT_REQUESTS_PER_MINUTE,
					CONTRACT_REQUESTS_PER_MINUTE);
		}
	}

}
