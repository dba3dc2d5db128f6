package io.github.kaspipay.autoconfigure;

import io.github.kaspipay.fee.KaspiFees;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ProxyType;
import org.springframework.context.annotation.Proxyable;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for what all of Kaspi Pay shares: credentials, threads and fees.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
@EnableConfigurationProperties(KaspiPayProperties.class)
public class KaspiPayAutoConfiguration {

	@Bean("kaspi.pay.connectionDetails")
	@ConditionalOnMissingBean(KaspiPayConnectionDetails.class)
	PropertiesKaspiPayConnectionDetails kaspiPayConnectionDetails(KaspiPayProperties properties) {
		return new PropertiesKaspiPayConnectionDetails(properties);
	}

	@Bean("kaspi.pay.workers")
	@Proxyable(ProxyType.TARGET_CLASS)
	@ConditionalOnMissingBean
	KaspiPayWorkers kaspiPayWorkers(KaspiPayProperties properties) {
		KaspiPayProperties.Events events = properties.events();
		return new KaspiPayWorkers(events.enabled() ? events.concurrency() : 0);
	}

	@Bean("kaspi.pay.fees")
	@ConditionalOnMissingBean
	KaspiFees kaspiFees(KaspiPayProperties properties) {
		KaspiPayProperties.Fees fees = properties.fees();
		return new KaspiFees(fees.qrRate(), fees.qrMinimum(), fees.cardRate(), fees.refundRate());
	}

}
