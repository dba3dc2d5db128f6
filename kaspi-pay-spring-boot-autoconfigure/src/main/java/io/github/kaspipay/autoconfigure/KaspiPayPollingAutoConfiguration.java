package io.github.kaspipay.autoconfigure;

import java.time.Duration;

import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.PollQueue;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.polling.KaspiOrderPoller;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the polling of open orders.
 */
@AutoConfiguration(after = KaspiPayLedgerAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
public class KaspiPayPollingAutoConfiguration {

	private static final Duration TICK = Duration.ofSeconds(1);

	@Bean("kaspi.pay.orderPoller")
	@ConditionalOnMissingBean
	KaspiOrderPoller kaspiOrderPoller(KaspiOrderLedger ledger, PollQueue polls, KaspiPayGateway gateway,
			LedgerClock clock, KaspiPayInstrumentation instrumentation) {
		return new KaspiOrderPoller(ledger, polls, gateway, clock.value(), instrumentation);
	}

	/**
	 * A bean of its own, so that it is there for the application's poller too, and with
	 * lazy initialization.
	 */
	@Bean("kaspi.pay.orderPollerStarter")
	@ConditionalOnMissingBean(name = "kaspi.pay.orderPollerStarter")
	@ConditionalOnBooleanProperty(name = "kaspi.pay.polling.enabled", matchIfMissing = true)
	SmartInitializingSingleton kaspiOrderPollerStarter(KaspiOrderPoller poller, KaspiPayWorkers workers) {
		return () -> workers.every(TICK, poller::poll);
	}

}
