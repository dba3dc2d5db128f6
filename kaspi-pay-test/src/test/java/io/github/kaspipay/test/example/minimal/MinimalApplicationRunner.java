/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test.example.minimal;

import org.springframework.test.context.TestContextManager;

/**
 * Runs {@link MinimalApplicationTests} in a process of its own.
 */
final class MinimalApplicationRunner {

	private MinimalApplicationRunner() {
	}

	public static void main(String[] args) throws Exception {
		MinimalApplicationTests test = new MinimalApplicationTests();
		TestContextManager manager = new TestContextManager(MinimalApplicationTests.class);
		manager.prepareTestInstance(test);
		manager.beforeTestMethod(test, MinimalApplicationTests.class.getDeclaredMethod("hearsOfThePayment"));
		test.hearsOfThePayment();
		System.exit(0);
	}

}
