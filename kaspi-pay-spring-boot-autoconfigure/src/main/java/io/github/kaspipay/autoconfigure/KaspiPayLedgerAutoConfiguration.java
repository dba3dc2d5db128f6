package io.github.kaspipay.autoconfigure;

import java.time.Clock;
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

import org.springframework.beans.factory.ObjectProvider;
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
@AutoConfiguration(after = { KaspiPayClientAutoConfiguration.class, KaspiPayJdbcLedgerAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
public final class KaspiPayLedgerAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(KaspiPayLedgerAutoConfiguration.class);

	private static final Duration SWEEP = Duration.ofSeconds(1);

	private static final Duration CLEANING = Duration.ofHours(1);

	@Bean
	@ConditionalOnMissingBean
	LedgerClock ledgerClock(ObjectProvider<Clock> clock) {
		return new LedgerClock(clock.getIfUnique(Clock::systemUTC));
	}

	@Bean
	@ConditionalOnMissingBean(KaspiOrderStore.class)
	InMemoryKaspiOrderStore kaspiOrderStore(KaspiPayProperties properties, LedgerClock clock) {
		if (properties.ledger().type() == KaspiPayProperties.Ledger.Type.JDBC) {
			throw new KaspiPayConfigurationException(
					"kaspi.pay.ledger.type is jdbc, and the application has no single DataSource with spring-boot-jdbc.",
					"Add spring-boot-starter-jdbc and a DataSource, mark one of several as primary, or set "
							+ "kaspi.pay.ledger.type=memory.");
		}
		logger.warn("Kaspi Pay's ledger is in memory: orders and events not delivered yet are lost when the "
				+ "application ends. With a DataSource it is in the database");
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
	SmartInitializingSingleton kaspiEventSweepStarter(KaspiEventDispatcher dispatcher, KaspiOrderStore store,
			KaspiPayWorkers workers) {
		return () -> {
			workers.every(SWEEP, dispatcher::dispatch);
			workers.every(CLEANING, store::clean);
		};
	}

	@Bean
	@ConditionalOnMissingBean
	KaspiOrderLedger kaspiOrderLedger(KaspiOrderStore store, LedgerClock clock, KaspiEventDispatcher dispatcher) {
		return new KaspiOrderLedger(store, clock.value(), dispatcher::dispatch);
	}

	@Bean
	@ConditionalOnMissingBean(KaspiOrderService.class)
	LedgerKaspiOrderService kaspiOrderService(KaspiOrderLedger ledger, KaspiPayGateway gateway, LedgerClock clock) {
		return new LedgerKaspiOrderService(ledger, gateway, clock.value());
	}

}
