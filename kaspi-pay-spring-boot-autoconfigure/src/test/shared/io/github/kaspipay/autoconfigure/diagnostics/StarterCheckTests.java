/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.diagnostics;

import java.util.List;

import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of {@link StarterCheck}.
 */
@ExtendWith(OutputCaptureExtension.class)
class StarterCheckTests {

	@ParameterizedTest
	@CsvSource({ "SPRING_BOOT_3,3.5.7", "SPRING_BOOT_3,3.5.16", "SPRING_BOOT_4,4.0.0", "SPRING_BOOT_4,4.1.2",
			"SPRING_BOOT_4,5.0.0-M1" })
	void takesItsLine(StarterCheck.Line starter, String version) {
		new Check(starter).check(version);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					SPRING_BOOT_4 | 3.5.16 | kaspi-pay-spring-boot-starter is for Spring Boot 4; this application runs on 3.5.16. | Remove kaspi-pay-spring-boot-starter and use kaspi-pay-spring-boot-3-starter.
					SPRING_BOOT_3 | 4.0.7  | kaspi-pay-spring-boot-3-starter is for Spring Boot 3.5; this application runs on 4.0.7. | Remove kaspi-pay-spring-boot-3-starter and use kaspi-pay-spring-boot-starter.
					SPRING_BOOT_3 | 3.4.13 | kaspi-pay-spring-boot-3-starter is for Spring Boot 3.5; this application runs on 3.4.13. | Upgrade the application to Spring Boot 3.5 or newer.
					""")
	void refusesAnother(StarterCheck.Line starter, String version, String message, String action) {
		assertThatExceptionOfType(KaspiPayConfigurationException.class)
			.isThrownBy(() -> new Check(starter).check(version))
			.withMessage(message)
			.satisfies((ex) -> assertThat(ex.getAction()).isEqualTo(action));
	}

	@Test
	void isMadeOnceForTheModulesOwnLine() {
		List<StarterCheck> checks = SpringFactoriesLoader.forDefaultResourceLocation()
			.load(ApplicationContextInitializer.class)
			.stream()
			.filter(StarterCheck.class::isInstance)
			.map(StarterCheck.class::cast)
			.toList();
		assertThat(checks).singleElement().satisfies((check) -> check.check(SpringBootVersion.getVersion()));
	}

	@Test
	void applicationIsToldOfTheRightStarter(CapturedOutput output) {
		boolean three = SpringBootVersion.getVersion().startsWith("3.");
		StarterCheck.Line wrong = three ? StarterCheck.Line.SPRING_BOOT_4 : StarterCheck.Line.SPRING_BOOT_3;
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(StarterCheckTests.class).web(WebApplicationType.NONE)
				.initializers(new Check(wrong))
				.run());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains(three ? "and use kaspi-pay-spring-boot-3-starter." : "and use kaspi-pay-spring-boot-starter.");
	}

	private static final class Check extends StarterCheck {

		private Check(Line starter) {
			super(starter);
		}

	}

}
