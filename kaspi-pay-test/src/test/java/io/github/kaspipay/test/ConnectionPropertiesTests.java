/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.io.IOException;
import java.net.URI;
import java.util.Properties;

import io.github.kaspipay.autoconfigure.KaspiPayAutoConfiguration;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the properties that a simulator tells connect an application.
 */
@ExtendWith(KaspiPaySimulatorExtension.class)
class ConnectionPropertiesTests {

	@Test
	void applicationStartsWithWhatItWasTold(KaspiPaySimulator simulator) throws IOException {
		Properties properties = new Properties();
		properties.load(URI.create(simulator.baseUrl() + "/simulator/properties").toURL().openStream());
		new WebApplicationContextRunner().withConfiguration(AutoConfigurations.of(KaspiPayAutoConfiguration.class))
			.withPropertyValues(properties.entrySet().stream().map(String::valueOf).toArray(String[]::new))
			.run((context) -> assertThat(context.getBean(KaspiPayProperties.class).baseUrl())
				.hasToString(simulator.baseUrl()));
	}

}
