package io.github.kaspipay.autoconfigure;

import java.time.Duration;

import io.github.kaspipay.ledger.InMemoryKaspiOrderStore;
import io.github.kaspipay.ledger.KaspiEventDispatcher;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.KaspiOrderStore;
import io.github.kaspipay.ledger.LedgerKaspiOrderService;
import io.github.kaspipay.ledger.RedeliveryPolicy;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiPayGateway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the ledger, the order service on top of it and the delivery of
 * its events.
 */
@AutoConfiguration(after = KaspiPayClientAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
public final class KaspiPayLedgerAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(KaspiPayLedgerAutoConfiguration.class);

	private static final Duration SWEEP = Duration.ofSeconds(1);

	@Bean
	@ConditionalOnMissingBean(KaspiOrderStore.class)
	InMemoryKaspiOrderStore kaspiOrderStore(KaspiPayProperties properties, KaspiPayClock clock) {
		logger.warn("Kaspi Pay's ledger is in memory: orders and events not delivered yet are lost when the "
				+ "application ends");
		return new InMemoryKaspiOrderStore(properties.ledger().maxOrders(), clock.value());
	}

	@Bean
	@ConditionalOnMissingBean
	KaspiEventDispatcher kaspiEventDispatcher(KaspiPayProperties properties, KaspiOrderStore store,
			ApplicationEventPublisher publisher, KaspiPayWorkers workers) {
		KaspiPayProperties.Events events = properties.events();
		return new KaspiEventDispatcher(store, publisher,
				new RedeliveryPolicy(events.maxAttempts(), events.firstPause(), events.maxPause()),
				events.concurrency(), workers::deliver);
	}

	/**
	 * A bean of its own, so that it is there for the application's dispatcher too, and
	 * with lazy initialization.
	 */
	@Bean
	SmartInitializingSingleton kaspiEventSweepStarter(KaspiEventDispatcher dispatcher, KaspiPayWorkers workers) {
		return () -> workers.every(SWEEP, dispatcher::dispatch);
	}

	@Bean
	@ConditionalOnMissingBean
	KaspiOrderLedger kaspiOrderLedger(KaspiOrderStore store, KaspiPayClock clock, KaspiEventDispatcher dispatcher) {
		return new KaspiOrderLedger(store, clock.value(), dispatcher::dispatch);
	}

	@Bean
	@ConditionalOnMissingBean(KaspiOrderService.class)
	LedgerKaspiOrderService kaspiOrderService(KaspiOrderLedger ledger, KaspiPayGateway gateway, KaspiPayClock clock) {
		return new LedgerKaspiOrderService(ledger, gateway, clock.value());
	}

}
