/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Check/pay in a WebFlux application.
 */
class ReactiveCheckPayTests extends AbstractCheckPayTests {

	@Override
	WebApplicationType type() {
		return WebApplicationType.REACTIVE;
	}

	@Override
	Class<?>[] server() {
		return new Class<?>[] { OwnResources.class };
	}

	@Override
	String[] shopPath() {
		return new String[] { "spring.webflux.base-path=/shop/mvc" };
	}

	/**
	 * The first server that stops would take the threads of the others with it.
	 */
	@Configuration(proxyBeanMethods = false)
	static class OwnResources {

		@Bean
		ReactorResourceFactory ownResources() {
			ReactorResourceFactory resources = new ReactorResourceFactory();
			resources.setUseGlobalResources(false);
			return resources;
		}

	}

}
