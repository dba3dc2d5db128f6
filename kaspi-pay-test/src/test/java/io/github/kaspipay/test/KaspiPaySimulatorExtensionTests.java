/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.fault.ApiFault;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link KaspiPaySimulatorExtension}.
 */
class KaspiPaySimulatorExtensionTests {

	@RegisterExtension
	static final KaspiPaySimulatorExtension extension = new KaspiPaySimulatorExtension(
			KaspiPaySimulator.builder().clientId("shop").clientSecret("shop-secret").merchantId("SHOP"));

	@RepeatedTest(2)
	void eachTestBeginsAnew(KaspiPaySimulator simulator) {
		assertThat(simulator).isSameAs(extension.simulator());
		assertThat(simulator.merchantId()).isEqualTo("SHOP");
		assertThat(simulator.faults().active()).isEmpty();
		simulator.faults().add(ApiFault.status(503));
		assertThat(simulator.faults().active()).hasSize(1);
	}

	@Test
	void extensionThatWasNotStartedHasNoSimulator() {
		assertThatIllegalStateException().isThrownBy(new KaspiPaySimulatorExtension()::simulator);
	}

	@Nested
	class InNestedClass {

		private final KaspiPaySimulator outer = extension.simulator();

		@Test
		void sharesTheSimulator(KaspiPaySimulator simulator) {
			assertThat(simulator).isSameAs(this.outer);
			assertThat(simulator.wireMock().isRunning()).isTrue();
		}

	}

}
