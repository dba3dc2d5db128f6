package io.github.kaspipay.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

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
		String page = documentation("simulator.md");
		assertThat(faults("", "")).allSatisfy((fault) -> assertThat(page).contains("| `" + fault + "` |"));
	}

	@Test
	void faultsAreOnTheControlPage() throws IOException {
		String names = Files.readString(Path.of("src/main/resources/io/github/kaspipay/simulator/page/web/faults.js"));
		String form = Files
			.readString(Path.of("src/main/resources/io/github/kaspipay/simulator/page/web/control.html"));
		assertThat(faults("api:", "webhook:")).allSatisfy((fault) -> {
			assertThat(names).contains("'" + fault + "':");
			assertThat(form).contains("<option value=\"" + fault + "\">");
		});
	}

	private static List<String> faults(String api, String webhook) {
		return Stream
			.concat(Stream.of(ApiFault.Type.values()).map((type) -> api + wireName(type)),
					Stream.of(WebhookFault.Type.values()).map((type) -> webhook + wireName(type)))
			.toList();
	}

	private static String wireName(Enum<?> type) {
		return type.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private static String documentation(String page) throws IOException {
		return Files.readString(Path.of("../docs", page));
	}

}
