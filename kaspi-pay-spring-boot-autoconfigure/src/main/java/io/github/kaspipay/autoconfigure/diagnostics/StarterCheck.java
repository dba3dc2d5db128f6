/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.diagnostics;

import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;

import org.springframework.boot.SpringBootVersion;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;

/**
 * Refuses to start an application with the starter for another line of Spring Boot. It
 * comes before all auto-configurations, which may lack classes then, and each starter
 * brings its own, so that two starters are noticed too.
 */
abstract class StarterCheck implements ApplicationContextInitializer<ConfigurableApplicationContext>, Ordered {

	private final Line starter;

	StarterCheck(Line starter) {
		this.starter = starter;
	}

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		check(SpringBootVersion.getVersion());
	}

	void check(String version) {
		Line application = Line.of(version);
		if (application != this.starter) {
			String change = "Remove " + this.starter.artifact + " and use " + application.artifact + ".";
			throw wrong(version, change);
		}
		if (version.matches("([12]|3\\.[0-4])\\..*")) {
			throw wrong(version, "Upgrade the application to Spring Boot 3.5 or newer.");
		}
	}

	private KaspiPayConfigurationException wrong(String version, String action) {
		return new KaspiPayConfigurationException(this.starter.artifact + " is for Spring Boot " + this.starter.versions
				+ "; this application runs on " + version + ".", action);
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	enum Line {

		SPRING_BOOT_3("kaspi-pay-spring-boot-3-starter", "3.5"), SPRING_BOOT_4("kaspi-pay-spring-boot-starter", "4");

		private final String artifact;

		private final String versions;

		Line(String artifact, String versions) {
			this.artifact = artifact;
			this.versions = versions;
		}

		private static Line of(String version) {
			return version.matches("[123]\\..*") ? SPRING_BOOT_3 : SPRING_BOOT_4;
		}

	}

}
