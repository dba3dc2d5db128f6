package io.github.kaspipay.test;

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
		assertThat(simulator.orders()).isEmpty();
		String orderId = new ApiClient(simulator).authorize()
			.created(ApiClient.orderBody("order_1", "25000").replace("MERCHANT123", "SHOP"));
		assertThat(simulator.order(orderId)).isPresent();
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
