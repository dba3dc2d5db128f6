/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import io.github.kaspipay.simulator.KaspiPaySimulator;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Records the events of a test's context.
 */
@Configuration(proxyBeanMethods = false)
class KaspiPayEventsConfiguration {

	@Bean
	KaspiPayEvents kaspiPayEvents(KaspiPaySimulator simulator) {
		return new KaspiPayEvents(simulator);
	}

	@Bean
	KaspiPayEventsRecorder kaspiPayEventsRecorder(KaspiPayEvents events) {
		return new KaspiPayEventsRecorder(events);
	}

}
