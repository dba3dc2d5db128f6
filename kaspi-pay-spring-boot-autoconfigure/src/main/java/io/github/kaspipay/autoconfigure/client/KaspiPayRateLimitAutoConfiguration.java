/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.client;

import io.github.kaspipay.autoconfigure.InstanceClock;
import io.github.kaspipay.autoconfigure.KaspiPayAutoConfiguration;
import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.merchant.MerchantParts;
import io.github.kaspipay.autoconfigure.merchant.MerchantSettings;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.ratelimit.LocalCallWindow;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the budget of calls.
 */
@AutoConfiguration(after = KaspiPayAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
public class KaspiPayRateLimitAutoConfiguration {

	@Bean("kaspi.pay.callWindow")
	@ConditionalOnMissingBean(CallWindow.class)
	LocalCallWindow kaspiCallWindow(KaspiPayProperties properties, KaspiPayConnectionDetails details) {
		return MerchantParts.localWindow(MerchantSettings.ofDefault(properties, details));
	}

	@Bean("kaspi.pay.callBudget")
	@ConditionalOnMissingBean
	CallBudget kaspiCallBudget(KaspiPayProperties properties, KaspiPayConnectionDetails details, CallWindow window,
			InstanceClock clock) {
		return MerchantParts.budget(MerchantSettings.ofDefault(properties, details), window, clock.value());
	}

}
