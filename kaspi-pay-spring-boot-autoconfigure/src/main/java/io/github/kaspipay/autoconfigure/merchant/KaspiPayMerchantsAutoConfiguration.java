/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.merchant;

import io.github.kaspipay.autoconfigure.InstanceClock;
import io.github.kaspipay.autoconfigure.KaspiPayAutoConfiguration;
import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.LedgerClock;
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
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for who the merchants are: the default one, and those of
 * {@code kaspi.pay.merchants} beside it.
 */
@AutoConfiguration(after = KaspiPayAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
public class KaspiPayMerchantsAutoConfiguration {

	@Bean("kaspi.pay.connectionDetails")
	@ConditionalOnMissingBean(KaspiPayConnectionDetails.class)
	PropertiesKaspiPayConnectionDetails kaspiPayConnectionDetails(KaspiPayProperties properties) {
		return new PropertiesKaspiPayConnectionDetails(properties);
	}

	@Bean("kaspi.pay.merchantDirectory")
	MerchantDirectory kaspiMerchantDirectory(KaspiPayProperties properties, KaspiPayConnectionDetails details) {
		return new MerchantDirectory(properties, details);
	}

	@Bean("kaspi.pay.namedMerchants")
	NamedMerchants kaspiNamedMerchants(MerchantDirectory directory, ObjectProvider<MerchantStores> stores,
			ObjectProvider<SharedParts> shared, ObjectProvider<LedgerFiguresCache> figures, KaspiPayWorkers workers,
			EventDispatch dispatch, InstanceClock clock, LedgerClock ledgerClock,
			KaspiPayInstrumentation instrumentation, ObjectProvider<SslBundles> sslBundles,
			ObjectProvider<QrDeviceStore> devices, KaspiPayProperties properties, Environment environment) {
		boolean qrLimited = properties.api() == KaspiPayProperties.Api.QR
				&& environment.containsProperty("kaspi.pay.rate-limit.requests-per-minute");
		SharedEngine engine = new SharedEngine(workers, dispatch, clock.value(), ledgerClock.value(), instrumentation,
				sslBundles, figures.getIfAvailable(), shared.getIfAvailable(), devices.getIfAvailable(), qrLimited);
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
	@Lazy
	@ConditionalOnMissingBean(KaspiMerchants.class)
	ConfiguredMerchants kaspiMerchants(MerchantDirectory directory, NamedMerchants named,
			ObjectProvider<KaspiOrderService> services, ObjectProvider<KaspiOrders> orders,
			ObjectProvider<KaspiDisputes> disputes, ObjectProvider<KaspiOrderLedger> ledgers,
			ObjectProvider<KaspiQrReturns> returns) {
		return new ConfiguredMerchants(directory, named, new ConfiguredMerchants.DefaultMerchant(services::getObject,
				orders::getObject, disputes::getObject, ledgers::getObject, returns::getIfAvailable));
	}

}
