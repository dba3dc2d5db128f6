/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.polling;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.kaspipay.autoconfigure.KaspiPayAutoConfiguration;
import io.github.kaspipay.autoconfigure.LedgerClock;
import io.github.kaspipay.autoconfigure.ledger.KaspiPayLedgerAutoConfiguration;
import io.github.kaspipay.autoconfigure.merchant.MerchantDirectory;
import io.github.kaspipay.autoconfigure.merchant.MerchantStores;
import io.github.kaspipay.autoconfigure.merchant.NamedMerchants;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.PollQueue;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.polling.KaspiOrderPoller;

import org.springframework.beans.factory.ObjectProvider;
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
	SmartInitializingSingleton kaspiOrderPollerStarter(KaspiOrderPoller poller, MerchantDirectory directory,
			NamedMerchants named, ObjectProvider<MerchantStores> stores, KaspiPayWorkers workers) {
		return () -> workers.every(TICK,
				named.isEmpty() ? poller::poll : rounds(poller, directory, named, stores.getObject(), workers)::next);
	}

	private static PollRounds rounds(KaspiOrderPoller poller, MerchantDirectory directory, NamedMerchants named,
			MerchantStores stores, KaspiPayWorkers workers) {
		Map<String, Runnable> polls = new HashMap<>();
		if (directory.hasDefault()) {
			polls.put("", poller::poll);
		}
		named.all().forEach((merchant) -> polls.put(merchant.name(), merchant.poller()::poll));
		return new PollRounds(polls, stores::due, workers::inBackground,
				Math.min(KaspiPayAutoConfiguration.MAX_POLLED_AT_A_TIME, polls.size()));
	}

}
