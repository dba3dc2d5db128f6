/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.startup;

import java.lang.management.ManagementFactory;

import com.sun.management.OperatingSystemMXBean;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;

/**
 * A web application of nothing. It starts, says what that took, and ends.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class MinimalApplication {

	/**
	 * Starts the application.
	 * @param args its settings
	 */
	public static void main(String[] args) {
		SpringApplication.run(MinimalApplication.class, args);
		long milliseconds = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
		long cpu = ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
		System.gc();
		System.out.println(Start.format(milliseconds, cpu / 1_000_000,
				ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1024,
				ManagementFactory.getClassLoadingMXBean().getLoadedClassCount()));
		Runtime.getRuntime().halt(0);
	}

}
