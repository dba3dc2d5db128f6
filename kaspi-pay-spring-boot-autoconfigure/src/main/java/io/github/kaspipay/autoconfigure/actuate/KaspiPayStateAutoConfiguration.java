/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.ledger.KaspiPayLedgerAutoConfiguration;
import io.github.kaspipay.autoconfigure.merchant.NamedMerchants;
import io.github.kaspipay.ledger.LedgerFiguresCache;
import io.github.kaspipay.outbox.KaspiEventDispatcher;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.token.KaspiTokenStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for what health and the actuator endpoint tell.
 */
@AutoConfiguration(after = KaspiPayLedgerAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
public class KaspiPayStateAutoConfiguration {

	@Bean("kaspi.pay.state")
	@Lazy
	@ConditionalOnMissingBean
	KaspiPayState kaspiPayState(KaspiPayProperties properties, KaspiEventDispatcher dispatcher,
			ObjectProvider<LedgerFiguresCache> figures, ObjectProvider<KaspiTokenStore> tokens, CallWindow calls,
			CallBudget budget, NamedMerchants others) {
		return new KaspiPayState(dispatcher, figures.getIfAvailable(), tokens.getIfAvailable(), calls, budget,
				properties.webhook().enabled() && properties.api() == KaspiPayProperties.Api.ORDERS, others);
	}

}
