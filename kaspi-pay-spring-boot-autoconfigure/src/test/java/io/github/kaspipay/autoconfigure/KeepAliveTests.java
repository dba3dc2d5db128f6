/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.awaitility.Awaitility.await;

/**
 * Workers: applications without a web server.
 */
class KeepAliveTests {

	private static List<Thread> keepingAlive() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("kaspi-pay-keep-alive") && thread.isAlive())
			.toList();
	}

	private static ConfigurableApplicationContext worker(String... properties) {
		return new SpringApplicationBuilder(ShopApplication.class).web(WebApplicationType.NONE)
			.run(arguments(properties).toArray(new String[0]));
	}

	private static List<String> arguments(String... properties) {
		List<String> arguments = new ArrayList<>(List.of("--spring.main.banner-mode=off"));
		List.of(Runners.CREDENTIALS).forEach((credential) -> arguments.add("--" + credential));
		List.of(properties).forEach((property) -> arguments.add("--" + property));
		return arguments;
	}

	@Test
	void workerNeedsNoWebhookSecretAndStaysAliveUntilItsContextIsClosed() {
		try (ConfigurableApplicationContext worker = worker("spring.main.lazy-initialization=true")) {
			assertThat(keepingAlive()).singleElement().matches((thread) -> !thread.isDaemon());
			worker.stop();
			await().until(() -> keepingAlive().isEmpty());
			worker.start();
			assertThat(keepingAlive()).hasSize(1);
		}
		await().until(() -> keepingAlive().isEmpty());
	}

	@ParameterizedTest
	@CsvSource({ "true, true, false, false", "false, true, true, true", "true, false, true, true",
			"false, false, true, false" })
	void staysAliveForWhatItDoes(String polling, String events, String keepAlive, boolean alive) {
		try (ConfigurableApplicationContext worker = worker("kaspi.pay.polling.enabled=" + polling,
				"kaspi.pay.events.enabled=" + events, "kaspi.pay.keep-alive=" + keepAlive)) {
			assertThat(worker.containsBean("kaspi.pay.keepAlive")).isEqualTo(alive);
			assertThat(keepingAlive()).hasSize(alive ? 1 : 0);
		}
	}

	@Test
	void webServerKeepsItsApplicationAliveByItself() {
		Runners.web().run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("kaspi.pay.keepAlive"));
	}

	@Test
	void workerWhoseStartFailsEnds() {
		assertThatException().isThrownBy(() -> new SpringApplicationBuilder(ShopApplication.class, FailingRunner.class)
			.web(WebApplicationType.NONE)
			.run(arguments().toArray(new String[0])));
		await().until(() -> keepingAlive().isEmpty());
	}

	@Test
	void processLivesUntilItIsTerminated(@TempDir Path directory) throws IOException, InterruptedException {
		Path log = directory.resolve("worker.log");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), Worker.class.getName()));
		command.addAll(arguments());
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		try {
			await().atMost(60, TimeUnit.SECONDS)
				.untilAsserted(() -> assertThat(log).content().contains("Started KeepAliveTests.Worker"));
			assertThat(process.waitFor(1, TimeUnit.SECONDS)).isFalse();
			process.destroy();
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
	}

	static final class Worker {

		private Worker() {
		}

		public static void main(String[] arguments) {
			new SpringApplicationBuilder(ShopApplication.class).main(Worker.class)
				.web(WebApplicationType.NONE)
				.run(arguments);
		}

	}

	static class FailingRunner implements org.springframework.boot.CommandLineRunner {

		@Override
		public void run(String... arguments) {
			throw new IllegalStateException("The runner fails");
		}

	}

}
