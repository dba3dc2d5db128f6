/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import javax.imageio.ImageIO;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.github.kaspipay.simulator.webhook.WebhookDelivery;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a program for Node.js with axios, Express and qrcode, written from the
 * description of the API alone, works with the simulator.
 */
class NodeClientTests {

	private static final Path DIRECTORY = Path.of("target", "node");

	@Test
	void merchantInJavaScriptGetsPaid() throws Exception {
		for (String program : List.of("node", "npm")) {
			assumeTrue(isOnPath(program), program + " is not on the PATH");
		}
		Files.createDirectories(DIRECTORY);
		copy("package.json");
		copy("merchant.mjs");
		String problem = install();
		assumeTrue(problem.isEmpty(), "npm could not install axios, express and qrcode: " + problem);
		Path picture = DIRECTORY.resolve("qr.png").toAbsolutePath();
		try (KaspiPaySimulator simulator = KaspiPaySimulator.builder().webhookRetryPauses().start()) {
			Result result = run(Duration.ofSeconds(60),
					Map.of("KASPI_URL", simulator.baseUrl(), "CLIENT_ID", simulator.clientId(), "CLIENT_SECRET",
							simulator.clientSecret(), "MERCHANT", simulator.merchantId(), "WEBHOOK_SECRET",
							simulator.webhookSecret(), "QR_FILE", picture.toString()),
					"node", "merchant.mjs");
			assertThat(result.output()).isEqualTo("DONE\n");
			assertThat(result.exitCode()).isZero();
			assertThat(simulator.orders()).singleElement().satisfies((order) -> {
				assertThat(order.status()).isEqualTo("PARTIALLY_REFUNDED");
				assertThat(decode(picture)).isEqualTo(order.qrData());
			});
			assertThat(simulator.webhooks()).extracting(WebhookDelivery::httpStatus).startsWith(401, 200);
		}
	}

	/**
	 * Installs once; later runs find what is there.
	 * @return what went wrong, empty if nothing did
	 */
	private static String install() throws IOException, InterruptedException {
		Path installed = DIRECTORY.resolve("installed.json");
		Path wanted = DIRECTORY.resolve("package.json");
		if (Files.exists(installed) && Files.mismatch(installed, wanted) == -1) {
			return "";
		}
		Result result = run(Duration.ofSeconds(120), Map.of(), "npm", "install", "--no-package-lock", "--no-audit",
				"--no-fund", "--ignore-scripts", "--prefer-offline", "--fetch-retries=1",
				"--fetch-retry-mintimeout=1000", "--fetch-timeout=30000", "--loglevel=error");
		if (result.exitCode() != 0) {
			return result.output();
		}
		Files.copy(wanted, installed, StandardCopyOption.REPLACE_EXISTING);
		return "";
	}

	private static Result run(Duration timeout, Map<String, String> environment, String... command)
			throws IOException, InterruptedException {
		Path output = DIRECTORY.resolve(command[0] + ".txt");
		ProcessBuilder builder = new ProcessBuilder(command).directory(DIRECTORY.toFile())
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment().putAll(environment);
		builder.environment().put("NODE_NO_WARNINGS", "1");
		Process process = builder.start();
		try {
			boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
			return new Result(ended ? process.exitValue() : -1,
					Files.readString(output) + (ended ? "" : "It did not end within " + timeout));
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static void assumeTrue(boolean condition, String problem) {
		if (!condition) {
			String message = "SKIPPED, so NOBODY HAS CHECKED that programs for Node.js work: " + problem;
			System.err.println(message);
			Assumptions.abort(message);
		}
	}

	private static String decode(Path picture) throws Exception {
		return new QRCodeReader()
			.decode(new BinaryBitmap(
					new HybridBinarizer(new BufferedImageLuminanceSource(ImageIO.read(picture.toFile())))),
					Map.of(DecodeHintType.PURE_BARCODE, true))
			.getText();
	}

	private static void copy(String name) throws IOException {
		try (InputStream source = NodeClientTests.class.getResourceAsStream("node/" + name)) {
			Files.copy(source, DIRECTORY.resolve(name), StandardCopyOption.REPLACE_EXISTING);
		}
	}

	private static boolean isOnPath(String program) {
		return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
			.anyMatch((directory) -> Files.isExecutable(Path.of(directory, program)));
	}

	private record Result(int exitCode, String output) {

	}

}
