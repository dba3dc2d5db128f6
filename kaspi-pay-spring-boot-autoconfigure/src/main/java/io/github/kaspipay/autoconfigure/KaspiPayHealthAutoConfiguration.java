package io.github.kaspipay.autoconfigure;

import io.github.kaspipay.outbox.KaspiEventDispatcher;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.token.KaspiTokenStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for what Kaspi Pay adds to the application's health.
 */
@AutoConfiguration(after = KaspiPayLedgerAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnEnabledHealthIndicator("kaspi-pay")
@ConditionalOnBean(KaspiEventDispatcher.class)
public class KaspiPayHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "kaspiPayHealthIndicator")
	KaspiPayHealthIndicator kaspiPayHealthIndicator(KaspiEventDispatcher dispatcher,
			ObjectProvider<KaspiTokenStore> tokens, CallWindow calls, CallBudget budget) {
		return new KaspiPayHealthIndicator(dispatcher, tokens.getIfAvailable(), calls, budget);
	}

}
