/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import org.apache.catalina.valves.ValveBase;

import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.embedded.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * Comes before what Boot adds for {@code server.forward-headers-strategy=native}.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({ ConfigurableTomcatWebServerFactory.class, ValveBase.class })
@ConditionalOnWebApplication
class PeerValveConfiguration {

	@Bean("kaspi.pay.peerValve")
	WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> kaspiPeerValve() {
		return new PeerValveCustomizer();
	}

	/**
	 * A class of its own: a lambda would not say which servers it is for.
	 */
	private static final class PeerValveCustomizer
			implements WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory>, Ordered {

		@Override
		public void customize(ConfigurableTomcatWebServerFactory factory) {
			factory.addEngineValves(new PeerValve());
		}

		@Override
		public int getOrder() {
			return Ordered.HIGHEST_PRECEDENCE;
		}

	}

}
