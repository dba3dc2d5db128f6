/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.reactive;

import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.ledger.KaspiPayLedgerAutoConfiguration;
import io.github.kaspipay.merchant.KaspiMerchants;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.reactive.ReactiveKaspiMerchants;
import io.github.kaspipay.reactive.ReactiveKaspiOrderService;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for callers on Reactor. Its beans are made for those who ask for
 * them: Reactor comes with Redis too.
 */
@AutoConfiguration(after = KaspiPayLedgerAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
@ConditionalOnClass(Mono.class)
public class KaspiPayReactiveAutoConfiguration {

	@Bean("kaspi.pay.reactiveServices")
	@Lazy
	ReactiveServices kaspiReactiveServices(KaspiOrderService service, KaspiMerchants merchants,
			KaspiPayProperties properties) {
		return new ReactiveServices(service, merchants, properties.callTimeout());
	}

	@Bean("kaspi.pay.reactiveOrderService")
	@Lazy
	@ConditionalOnMissingBean
	ReactiveKaspiOrderService reactiveKaspiOrderService(ReactiveServices services) {
		return services.ofDefault();
	}

	@Bean("kaspi.pay.reactiveMerchants")
	@Lazy
	@ConditionalOnMissingBean
	ReactiveKaspiMerchants reactiveKaspiMerchants(ReactiveServices services) {
		return services.ofAll();
	}

}
