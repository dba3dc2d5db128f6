/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.util.Locale;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the simulator says must not depend on the locale of the machine it runs on.
 */
class MachineDefaultsTests {

	private static final String OTHER_DIGITS = "[\\p{Nd}&&[^0-9]]";

	private final Locale before = Locale.getDefault();

	@AfterEach
	void restore() {
		Locale.setDefault(this.before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "ar-EG", "fa", "my", "mr", "tr-TR" })
	void idsAndPagesHaveAsciiDigits(String locale) {
		Locale.setDefault(Locale.forLanguageTag(locale));
		try (KaspiPaySimulator simulator = KaspiPaySimulator.start()) {
			ApiClient client = new ApiClient(simulator).authorize();
			String orderId = client.created(ApiClient.orderBody("order_1", "1234.5"));
			assertThat(orderId).matches("[A-Za-z0-9-]+");
			assertThat(client.get("/phone?order=" + orderId).body()).contains("1\u00a0234,50", "15 min")
				.doesNotContainPattern(OTHER_DIGITS);
			assertThat(simulator.order(orderId).toString()).doesNotContainPattern(OTHER_DIGITS);
			assertThat(KaspiPaySimulatorApplication.greeting(simulator)).doesNotContainPattern(OTHER_DIGITS);
		}
	}

}
