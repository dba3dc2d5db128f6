/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import io.github.kaspipay.simulator.KaspiPaySimulator;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Keeps the methods of tests with {@link KaspiPayTest} apart: each begins without events,
 * and leaves no faults, no advanced clock and no journals behind.
 */
final class KaspiPayTestExecutionListener extends AbstractTestExecutionListener {

	@Override
	public void beforeTestMethod(TestContext testContext) {
		if (isKaspiPayTest(testContext)) {
			testContext.getApplicationContext().getBean(KaspiPayEvents.class).clear();
		}
	}

	@Override
	public void afterTestMethod(TestContext testContext) {
		if (isKaspiPayTest(testContext) && testContext.hasApplicationContext()) {
			testContext.getApplicationContext().getBean(KaspiPaySimulator.class).resetExceptOrders();
		}
	}

	private static boolean isKaspiPayTest(TestContext testContext) {
		return TestContextAnnotationUtils.hasAnnotation(testContext.getTestClass(), KaspiPayTest.class);
	}

}
