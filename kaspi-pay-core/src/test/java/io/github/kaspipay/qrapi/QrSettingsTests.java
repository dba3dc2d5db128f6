/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import java.time.Duration;

import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import io.github.kaspipay.order.KaspiPaymentForm;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class QrSettingsTests {

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			BASIC, -, -, 42, desk, apiKey
			STANDARD, key, -, 42, desk, apiKey
			ENHANCED, key, 123456789012, 42, desk, apiKey
			STANDARD, -, 123456789012, 42, desk, organizationBin
			ENHANCED, -, -, 42, desk, organizationBin
			ENHANCED, -, 12345678901, 42, desk, organizationBin
			ENHANCED, -, 12345678901x, 42, desk, organizationBin
			STANDARD, -, -, x, desk, tradePointId
			STANDARD, -, -, 1234567890123456789, desk, tradePointId
			STANDARD, -, -, 42, ' ', deviceId
			""")
	void refusesWhatTheSchemeLacksOrDoesNotHave(QrScheme scheme, @Nullable String apiKey, @Nullable String bin,
			String tradePointId, String deviceId, String named) {
		assertThatIllegalArgumentException().isThrownBy(() -> settings(scheme, apiKey, bin, tradePointId, deviceId))
			.withMessageStartingWith(named + " must");
	}

	@Test
	void keepsItsKeyToItself() {
		assertThat(settings(QrScheme.BASIC, "k3y", null, "42", "desk")).asString()
			.contains("BASIC", "42")
			.doesNotContain("k3y");
	}

	private static QrSettings settings(QrScheme scheme, @Nullable String apiKey, @Nullable String bin,
			String tradePointId, String deviceId) {
		return new QrSettings("", scheme, apiKey, bin, tradePointId, deviceId, KaspiPaymentForm.QR,
				new PollingSchedule(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(30)));
	}

}
