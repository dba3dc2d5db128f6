/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that {@link KaspiPayTest} needs no more than the README's application has: the
 * starter, {@code spring-boot-starter-webmvc} and {@code spring-boot-starter-test}.
 */
class MinimalClassPathTests {

	/**
	 * What databases, transactions, Redis and the simulator's own tests bring.
	 */
	private static final Pattern MORE = Pattern
		.compile("(spring-tx|spring-jdbc|spring-data-.*|spring-oxm|spring-context-support|"
				+ "spring-boot-(starter-)?(jdbc|sql|transaction|persistence|data-.*)|"
				+ "HikariCP|h2|postgresql|embedded-.*|lettuce-.*|netty-.*|reactor-.*|playwright|driver.*|javase|core)"
				+ "-\\d.*\\.jar");

	@Test
	void testOfTheReadmeRuns() throws Exception {
		List<String> all = Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
		List<String> few = all.stream().filter((entry) -> !MORE.matcher(new File(entry).getName()).matches()).toList();
		assertThat(few).noneMatch((entry) -> entry.contains("spring-tx")).hasSizeLessThan(all.size() - 10);
		Process process = new ProcessBuilder(System.getProperty("java.home") + "/bin/java", "-Xmx256m",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp",
				few.stream().collect(Collectors.joining(File.pathSeparator)),
				"io.github.kaspipay.test.example.minimal.MinimalApplicationRunner")
			.redirectErrorStream(true)
			.start();
		try {
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
			assertThat(process.exitValue()).as(output).isZero();
		}
		finally {
			process.destroyForcibly();
		}
	}

}
