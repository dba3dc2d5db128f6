/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.ledger;

import java.time.Duration;

import io.github.kaspipay.autoconfigure.InstanceClock;
import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.autoconfigure.KaspiPayLedgerProperties;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.LedgerClock;
import io.github.kaspipay.autoconfigure.ProxyTargetClass;
import io.github.kaspipay.autoconfigure.client.KaspiPayClientAutoConfiguration;
import io.github.kaspipay.autoconfigure.merchant.MerchantSettings;
import io.github.kaspipay.autoconfigure.merchant.NamedMerchants;
import io.github.kaspipay.autoconfigure.merchant.NoDefaultMerchant;
import io.github.kaspipay.autoconfigure.merchant.SharedParts;
import io.github.kaspipay.ledger.InMemoryKaspiOrders;
import io.github.kaspipay.ledger.InMemoryLedgerStore;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerFiguresCache;
import io.github.kaspipay.ledger.LedgerFiguresSource;
import io.github.kaspipay.ledger.LedgerKaspiDisputes;
import io.github.kaspipay.ledger.LedgerKaspiOrderService;
import io.github.kaspipay.ledger.LedgerStore;
import io.github.kaspipay.ledger.PollQueue;
import io.github.kaspipay.ledger.QueryLeases;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiDisputes;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.order.KaspiPayGateway.Ability;
import io.github.kaspipay.order.KaspiPayGateway.Capabilities;
import io.github.kaspipay.outbox.EventDispatch;
import io.github.kaspipay.outbox.EventOutbox;
import io.github.kaspipay.outbox.InMemoryEventOutbox;
import io.github.kaspipay.outbox.KaspiEventDispatcher;
import io.github.kaspipay.outbox.RedeliveryPolicy;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.token.KaspiTokenStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.context.annotation.Lazy;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the ledger and the order service on top of it.
 */
@AutoConfiguration(after = { KaspiPayClientAutoConfiguration.class, KaspiPayJdbcLedgerAutoConfiguration.class })
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
public class KaspiPayLedgerAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(KaspiPayLedgerAutoConfiguration.class);

	static final Duration SWEEP = Duration.ofSeconds(1);

	static final Duration CLEANING = Duration.ofHours(1);

	@Bean("kaspi.pay.ledgerClock")
	@ConditionalOnMissingBean
	LedgerClock ledgerClock(InstanceClock clock) {
		return new LedgerClock(clock.value());
	}

	/**
	 * A bean of its own, so that it is there for the application's dispatcher too, and
	 * with lazy initialization.
	 */
	@Bean("kaspi.pay.ledgerWorkStarter")
	@ConditionalOnMissingBean(name = "kaspi.pay.ledgerWorkStarter")
	SmartInitializingSingleton kaspiLedgerWorkStarter(KaspiEventDispatcher dispatcher, LedgerStore store,
			KaspiOrderLedger ledger, KaspiPayWorkers workers) {
		return () -> {
			workers.every(SWEEP, dispatcher::sweep);
			workers.every(SWEEP, ledger::recordUnrecorded);
			workers.every(CLEANING, store::clean);
		};
	}

	/**
	 * A bean of its own, so that it is there with lazy initialization too.
	 */
	@Bean("kaspi.pay.merchantWorkStarter")
	@ConditionalOnMissingBean(name = "kaspi.pay.merchantWorkStarter")
	SmartInitializingSingleton kaspiMerchantWorkStarter(NamedMerchants named, ObjectProvider<SharedParts> shared,
			KaspiPayWorkers workers) {
		return () -> {
			if (named.isEmpty()) {
				return;
			}
			workers.every(SWEEP, named::recordUnrecorded);
			workers.every(CLEANING, named::clean);
			SharedParts parts = shared.getIfAvailable();
			if (parts != null) {
				workers.every(SharedParts.REPORT, parts::report);
			}
		};
	}

	@Bean("kaspi.pay.queryLeases")
	@ConditionalOnMissingBean
	QueryLeases queryLeases() {
		return QueryLeases.LOCAL;
	}

	/**
	 * Of a store of the application's that tells no figures there are none.
	 */
	@Bean("kaspi.pay.ledgerFiguresCache")
	@ConditionalOnBean(LedgerFiguresSource.class)
	@ConditionalOnMissingBean
	LedgerFiguresCache ledgerFiguresCache(LedgerFiguresSource source) {
		return new LedgerFiguresCache(source);
	}

	@Bean("kaspi.pay.orderLedger")
	@ConditionalOnMissingBean
	KaspiOrderLedger kaspiOrderLedger(KaspiPayProperties properties, LedgerStore store, LedgerClock clock,
			EventDispatch dispatch, KaspiPayInstrumentation instrumentation) {
		return new KaspiOrderLedger(store, clock.value(), dispatch, properties.ledger().retention(), instrumentation);
	}

	@Bean("kaspi.pay.orderService")
	@ConditionalOnMissingBean(KaspiOrderService.class)
	KaspiOrderService kaspiOrderService(KaspiPayProperties properties, KaspiPayConnectionDetails details,
			KaspiOrderLedger ledger, PollQueue polls, QueryLeases leases, KaspiPayGateway gateway, LedgerClock clock) {
		return MerchantSettings.ofDefault(properties, details).isAbsent()
				? new NoDefaultMerchant(properties.merchants().keySet())
				: new LedgerKaspiOrderService(ledger, polls, leases, gateway, clock.value());
	}

	@Bean("kaspi.pay.disputes")
	@Lazy
	@ConditionalOnMissingBean(KaspiDisputes.class)
	LedgerKaspiDisputes kaspiDisputes(KaspiOrderLedger ledger) {
		return new LedgerKaspiDisputes(ledger);
	}

	/**
	 * Where there is no database for the ledger.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(LedgerStore.class)
	static class InMemoryConfiguration {

		@Bean("kaspi.pay.eventOutbox")
		@ProxyTargetClass
		InMemoryEventOutbox eventOutbox(LedgerClock clock) {
			return new InMemoryEventOutbox(clock.value());
		}

		@Bean("kaspi.pay.ledgerStore")
		@ProxyTargetClass
		InMemoryLedgerStore ledgerStore(KaspiPayProperties properties, LedgerClock clock, InMemoryEventOutbox outbox,
				ObjectProvider<KaspiPayGateway> gateway) {
			if (properties.ledger().type() == KaspiPayLedgerProperties.Type.JDBC) {
				throw new KaspiPayConfigurationException(
						"kaspi.pay.ledger.type is jdbc, and the application has no DataSource with spring-boot-jdbc.",
						"Add spring-boot-starter-jdbc and a DataSource, or set kaspi.pay.ledger.type=memory.");
			}
			logger.warn("Kaspi Pay's ledger is in memory: orders and events not delivered yet are lost when the "
					+ "application ends. With a DataSource it is in the database");
			return new InMemoryLedgerStore(properties.ledger().maxOrders(), clock.value(), outbox, "", () -> {
				KaspiPayGateway found = gateway.getIfAvailable();
				return found != null && !Capabilities.of(found).can(Ability.STATUS_QUERIES);
			});
		}

		/**
		 * A bean of its own, so that a test may put a mock in its place.
		 */
		@Bean("kaspi.pay.orders")
		@Lazy
		InMemoryKaspiOrders kaspiOrders(InMemoryLedgerStore store) {
			return new InMemoryKaspiOrders(store);
		}

		@Bean("kaspi.pay.merchantStores")
		@Lazy
		InMemoryMerchantStores merchantStores(KaspiPayProperties properties, LedgerClock clock,
				InMemoryEventOutbox outbox, PollQueue polls) {
			return new InMemoryMerchantStores(properties.ledger().maxOrders(), clock.value(), outbox, polls);
		}

	}

}
