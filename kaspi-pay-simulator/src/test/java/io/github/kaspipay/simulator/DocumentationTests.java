/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import io.github.kaspipay.simulator.fault.ApiFault;
import io.github.kaspipay.simulator.fault.WebhookFault;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the documentation shows what the simulator does.
 */
class DocumentationTests {

	@Test
	void optionsAreDescribed() throws IOException {
		assertThat(documentation("simulator.md")).contains(KaspiPaySimulatorApplication.options());
	}

	@Test
	void propertiesThatConnectAnApplicationAreThoseOfTheSimulator() throws IOException {
		try (KaspiPaySimulator simulator = KaspiPaySimulator.start()) {
			assertThat(documentation("simulator.md"))
				.contains(ConnectionProperties.of(simulator).replace(simulator.baseUrl(), "http://localhost:8089"));
		}
	}

	@Test
	void faultsAreDescribed() throws IOException {
		for (ApiFault.Type type : ApiFault.Type.values()) {
			assertThat(documentation("simulator.md")).contains("| `" + wireName(type) + "` |");
		}
		for (WebhookFault.Type type : WebhookFault.Type.values()) {
			assertThat(documentation("simulator.md")).contains("| `" + wireName(type) + "` |");
		}
	}

	private static String wireName(Enum<?> type) {
		return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static String documentation(String page) throws IOException {
		return Files.readString(Path.of("../docs", page));
	}

}
