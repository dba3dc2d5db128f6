/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import io.github.kaspipay.autoconfigure.merchant.NamedMerchants;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.merchant.KaspiMerchants;
import io.github.kaspipay.order.KaspiOrders;
import io.github.kaspipay.outbox.KaspiEventDispatcher;
import io.github.kaspipay.token.KaspiTokenProvider;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the actuator endpoint {@code kaspipay}.
 */
@AutoConfiguration(after = KaspiPayStateAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(KaspiPayEndpoint.class)
@ConditionalOnBean({ KaspiOrderLedger.class, KaspiOrders.class, KaspiPayState.class })
public class KaspiPayEndpointAutoConfiguration {

	@Bean("kaspi.pay.endpoint")
	@ConditionalOnMissingBean
	KaspiPayEndpoint kaspiPayEndpoint(KaspiPayState state, KaspiMerchants merchants, NamedMerchants named,
			KaspiEventDispatcher events, ObjectProvider<KaspiTokenProvider> tokens) {
		return new KaspiPayEndpoint(state, merchants, named, events, tokens.getIfAvailable());
	}

}
