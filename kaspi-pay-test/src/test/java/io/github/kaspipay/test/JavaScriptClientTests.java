package io.github.kaspipay.test;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a program in another language, written from the description of the API
 * alone, works with the simulator.
 */
@ExtendWith(KaspiPaySimulatorExtension.class)
class JavaScriptClientTests {

	@Test
	void merchantInJavaScriptGetsPaid(KaspiPaySimulator simulator, @TempDir Path directory)
			throws IOException, InterruptedException {
		Assumptions.assumeTrue(isOnPath("node"),
				"SKIPPED: Node.js is not on the PATH, so NOBODY HAS CHECKED that JavaScript clients work");
		Path output = directory.resolve("output.txt");
		ProcessBuilder builder = new ProcessBuilder("node", script(directory).toString()).redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment()
			.putAll(Map.of("KASPI_URL", simulator.baseUrl(), "CLIENT_ID", simulator.clientId(), "CLIENT_SECRET",
					simulator.clientSecret(), "MERCHANT", simulator.merchantId(), "WEBHOOK_SECRET",
					simulator.webhookSecret()));
		Process process = builder.start();
		try {
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ended").isTrue();
			assertThat(Files.readString(output)).isEqualTo("DONE\n");
			assertThat(process.exitValue()).isZero();
		}
		finally {
			process.destroyForcibly();
		}
		assertThat(simulator.orders()).extracting(SimulatedOrder::status).containsExactly("PARTIALLY_REFUNDED");
		assertThat(simulator.webhooks()).allMatch(WebhookDelivery::isDelivered);
	}

	private static Path script(Path directory) throws IOException {
		try (var source = JavaScriptClientTests.class.getResourceAsStream("merchant.mjs")) {
			return Files.writeString(directory.resolve("merchant.mjs"),
					new String(source.readAllBytes(), StandardCharsets.UTF_8));
		}
	}

	private static boolean isOnPath(String program) {
		return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, program)));
	}

}
