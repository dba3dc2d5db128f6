/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.io.IOException;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * The application that is killed. Runs in a JVM of its own and ends with the one that
 * started it.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ CrashController.class, CrashListener.class, SecondListener.class, CrashPostProcessor.class,
		CrashPostProcessor.Parts.class, CrashStopMark.class })
public class CrashApplication {

	static final String READY = "CRASH-READY ";

	/**
	 * Starts an instance.
	 * @param args properties
	 */
	public static void main(String[] args) {
		run(CrashApplication.class, args);
	}

	static void run(Class<?> application, String[] args) {
		Thread watch = new Thread(CrashApplication::endWithParent, "parent-watch");
		watch.setDaemon(true);
		watch.start();
		ConfigurableApplicationContext context = SpringApplication.run(application, args);
		System.out.println(READY + context.getEnvironment().getRequiredProperty("local.server.port"));
	}

	private static void endWithParent() {
		try {
			while (System.in.read() >= 0) {
				continue;
			}
		}
		catch (IOException ex) {
			// as good as its end
		}
		Runtime.getRuntime().halt(1);
	}

	@Bean
	static FaultPoints faultPoints(Environment environment) {
		return new FaultPoints(environment.getRequiredProperty("spring.datasource.url"));
	}

}
