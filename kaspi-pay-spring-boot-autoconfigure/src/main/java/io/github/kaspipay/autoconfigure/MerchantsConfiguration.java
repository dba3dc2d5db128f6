package io.github.kaspipay.autoconfigure;

import java.time.Clock;

import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerFiguresCache;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;
import io.github.kaspipay.merchant.KaspiMerchants;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiDisputes;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrders;
import io.github.kaspipay.qrapi.KaspiQrReturns;
import io.github.kaspipay.qrapi.QrDeviceStore;
import io.github.kaspipay.outbox.EventDispatch;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/**
 * The merchants of {@code kaspi.pay.merchants}, beside the default one.
 */
@Configuration(proxyBeanMethods = false)
class MerchantsConfiguration {

	@Bean("kaspi.pay.namedMerchants")
	NamedMerchants kaspiNamedMerchants(MerchantDirectory directory, ObjectProvider<MerchantStores> stores,
			ObjectProvider<SharedParts> shared, ObjectProvider<LedgerFiguresCache> figures, KaspiPayWorkers workers,
			EventDispatch dispatch, @KaspiPayClock ObjectProvider<Clock> clocks, LedgerClock ledgerClock,
			KaspiPayInstrumentation instrumentation, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<QrDeviceStore> devices, KaspiPayProperties properties, Environment environment) {
		boolean qrLimited = properties.api() == KaspiPayProperties.Api.QR
				&& environment.containsProperty("kaspi.pay.rate-limit.requests-per-minute");
		SharedEngine engine = new SharedEngine(workers, dispatch, clocks.getIfUnique(Clock::systemUTC),
				ledgerClock.value(), instrumentation, sslBundles, figures.getIfAvailable(), shared.getIfAvailable(),
				devices.getIfAvailable(), qrLimited);
		return new NamedMerchants(directory, (settings) -> NamedMerchant.create(settings, stores(stores), engine));
	}

	private static MerchantStores stores(ObjectProvider<MerchantStores> stores) {
		MerchantStores found = stores.getIfAvailable();
		if (found == null) {
			throw new KaspiPayConfigurationException(
					"kaspi.pay.merchants is set, and the application has a LedgerStore of its own, which is the default "
							+ "merchant's only.",
					"Remove the LedgerStore bean, or kaspi.pay.merchants.");
		}
		return found;
	}

	@Bean("kaspi.pay.merchants")
	@ConditionalOnMissingBean(KaspiMerchants.class)
	ConfiguredMerchants kaspiMerchants(MerchantDirectory directory, NamedMerchants named,
			ObjectProvider<KaspiOrderService> services, ObjectProvider<KaspiOrders> orders,
			ObjectProvider<KaspiDisputes> disputes, ObjectProvider<KaspiOrderLedger> ledgers,
			ObjectProvider<KaspiQrReturns> returns) {
		return new ConfiguredMerchants(directory, named, new ConfiguredMerchants.DefaultMerchant(services::getObject,
				orders::getObject, disputes::getObject, ledgers::getObject, returns::getIfAvailable));
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
			workers.every(KaspiPayLedgerAutoConfiguration.SWEEP, named::recordUnrecorded);
			workers.every(KaspiPayLedgerAutoConfiguration.CLEANING, named::clean);
			SharedParts parts = shared.getIfAvailable();
			if (parts != null) {
				workers.every(RedisParts.REPORT, parts::report);
			}
		};
	}

}
