package io.github.kaspipay.test;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextAnnotationUtils;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Lets each method of tests with {@link KaspiPayTest} begin without events.
 */
final class KaspiPayEventsTestExecutionListener extends AbstractTestExecutionListener {

	@Override
	public void beforeTestMethod(TestContext testContext) {
		if (TestContextAnnotationUtils.hasAnnotation(testContext.getTestClass(), KaspiPayTest.class)) {
			testContext.getApplicationContext().getBean(KaspiPayEvents.class).clear();
		}
	}

}
