package io.github.kaspipay.test;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link KaspiPaySimulatorApplication}.
 */
class KaspiPaySimulatorApplicationTests {

	@Test
	void argumentsWinOverTheEnvironment() {
		String[] args = { "--port=0", "--client-id=shop", "--webhook-secret=a=b" };
		Map<String, String> environment = Map.of("KASPI_SIMULATOR_PORT", "1", "KASPI_SIMULATOR_CLIENT_ID", "other",
				"KASPI_SIMULATOR_CLIENT_SECRET", "hush", "KASPI_SIMULATOR_MERCHANT_ID", "SHOP");
		try (KaspiPaySimulator simulator = KaspiPaySimulatorApplication.start(args, environment)) {
			assertThat(simulator.clientId()).isEqualTo("shop");
			assertThat(simulator.clientSecret()).isEqualTo("hush");
			assertThat(simulator.merchantId()).isEqualTo("SHOP");
			assertThat(simulator.webhookSecret()).isEqualTo("a=b");
			assertThat(KaspiPaySimulatorApplication.greeting(simulator)).contains(simulator.baseUrl() + "/\n", "SHOP")
				.doesNotContain("hush", "a=b");
		}
	}

	@ParameterizedTest
	@CsvSource({ "--port=x,--port must be a whole number", "--webhook-secret=,--webhook-secret: The webhook secret",
			"--color=red,Unknown option --color. Options: --port=...", "8089,Unknown option 8089",
			"--port,Unknown option --port" })
	void refusesWhatItDoesNotKnow(String argument, String message) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> KaspiPaySimulatorApplication.start(new String[] { argument }, Map.of()))
			.withMessageContaining(message);
	}

}
