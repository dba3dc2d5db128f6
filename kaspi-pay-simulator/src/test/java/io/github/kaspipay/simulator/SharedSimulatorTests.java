/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests with the simulator that all of them share, and a client of it without a token.
 */
@ExtendWith(SharedSimulator.class)
abstract class SharedSimulatorTests {

	KaspiPaySimulator simulator;

	ApiClient client;

	@BeforeEach
	void connect(KaspiPaySimulator simulator) {
		this.simulator = simulator;
		this.client = new ApiClient(simulator);
	}

}
