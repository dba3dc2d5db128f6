/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application is told of its settings, for each row of {@code start-up.txt}.
 */
public class StartUpTests {

	private static final Map<String, String> VALID = Map.of("kaspi.pay.merchant-id", "MERCHANT123",
			"kaspi.pay.client-id", "client-1", "kaspi.pay.client-secret", "Zq7-client-credential",
			"kaspi.pay.webhook.secret", "whsec-9fK2-current", "kaspi.pay.callback-url",
			"https://shop.example/webhook/kaspi");

	private static final Map<String, Class<?>> USERS = Map.of("KaspiOrderService", OrderUser.class,
			"KaspiWebhookProcessor", WebhookUser.class);

	private static final Pattern SECRETS = Pattern
		.compile("Zq7-client.?credential|whsec-9fK2|9f8a7b|9fK2qLzR7|4Gh7sKq2|yourClientSecret|1234567");

	@Test
	void everySettingIsExplained() throws IOException {
		String expected = new ClassPathResource("start-up.txt").getContentAsString(StandardCharsets.UTF_8);
		List<String> actual = new ArrayList<>();
		for (String line : expected.split("\n")) {
			if (line.isBlank() || line.startsWith("#")) {
				actual.add(line);
			}
			else if (!line.startsWith("\t")) {
				actual.add(line);
				List<String> told = told(line);
				assertThat(told).allSatisfy((text) -> assertThat(text).doesNotContainPattern(SECRETS));
				told.forEach((text) -> actual.add("\t" + text));
			}
		}
		String text = String.join("\n", actual) + "\n";
		Files.writeString(Path.of("target", "start-up.txt"), text);
		assertThat(text).isEqualTo(expected);
	}

	private static List<String> told(String row) {
		Map<String, Object> properties = new LinkedHashMap<>(VALID);
		Class<?> user = null;
		for (String setting : row.split(" {2}")) {
			String[] parts = setting.split("=", 2);
			if (parts[0].equals("with")) {
				user = USERS.get(parts[1]);
			}
			else if (parts[0].startsWith("-")) {
				properties.remove("kaspi.pay." + parts[0].substring(1));
			}
			else {
				String prefix = parts[0].matches("(server|spring)\\..*") ? "" : "kaspi.pay.";
				properties.put(prefix + parts[0], characters(parts[1]));
			}
		}
		return told(properties, user);
	}

	private static String characters(String text) {
		return Pattern.compile("\\\\u([0-9a-f]{4})")
			.matcher(text)
			.replaceAll((match) -> String.valueOf((char) Integer.parseInt(match.group(1), 16)));
	}

	private static List<String> told(Map<String, Object> properties, @Nullable Class<?> user) {
		List<String> told = new ArrayList<>();
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		Logger logger = (Logger) LoggerFactory.getLogger("io.github.kaspipay");
		logger.addAppender(appender);
		appender.start();
		try {
			Environment[] environment = new Environment[1];
			WebApplicationContextRunner runner = Runners.bareWeb().withInitializer((context) -> {
				context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("row", properties));
				environment[0] = context.getEnvironment();
			});
			((user != null) ? runner.withUserConfiguration(user) : runner).run((context) -> {
				appender.list.stream()
					.filter((event) -> event.getLevel().isGreaterOrEqual(Level.WARN))
					.filter((event) -> !event.getFormattedMessage().contains("ledger is in memory"))
					.forEach((event) -> told.add(event.getLevel() + " " + event.getFormattedMessage()));
				if (context.getStartupFailure() != null) {
					FailureAnalysis analysis = analyze(context.getStartupFailure(), environment[0]);
					told.add("FAILS " + analysis.getDescription());
					told.add("CURE " + analysis.getAction());
				}
			});
		}
		finally {
			logger.detachAppender(appender);
		}
		return told;
	}

	/**
	 * Does what {@code SpringApplication} does.
	 */
	private static FailureAnalysis analyze(Throwable failure, Environment environment) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, ArgumentResolver.of(Environment.class, environment),
					FailureHandler.handleMessage((message, ex) -> {
					}))
			.stream()
			.filter((analyzer) -> analyzer.getClass().getName().startsWith("io.github.kaspipay"))
			.map((analyzer) -> analyzer.analyze(failure))
			.filter((analysis) -> analysis != null)
			.findFirst()
			.orElseThrow(() -> new AssertionError("Not explained", failure));
	}

	public static class OrderUser {

		OrderUser(KaspiOrderService orders) {
		}

	}

	static class WebhookUser {

		WebhookUser(KaspiWebhookProcessor processor) {
		}

	}

}
