/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.github.kaspipay.integration.QrProperties;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Instances that are killed while they poll the QR API, which never says anything by
 * itself: what was paid there is paid in the ledger, with one effect.
 */
class QrPollingTests {

	private static KaspiPaySimulator simulator;

	private static InstancePair instances;

	@BeforeAll
	static void start() throws IOException {
		simulator = KaspiPaySimulator.start();
		List<String> properties = new ArrayList<>(QrProperties.of(simulator.qr()));
		properties.add("kaspi.pay.rate-limit.requests-per-minute=1000000");
		instances = new InstancePair("qr", properties);
	}

	@AfterAll
	static void stop() throws IOException {
		instances.close();
		simulator.close();
	}

	@BeforeEach
	void heal() {
		instances.restartDead();
	}

	@ParameterizedTest
	@EnumSource(names = "ANSWER_READ")
	void killedAt(FaultPoint point) {
		kill(point);
	}

	@Tag("long")
	@ParameterizedTest
	@EnumSource(names = { "ANSWER_BEFORE_COMMIT", "ANSWER_AFTER_COMMIT", "LISTENER_STARTED", "LISTENER_WROTE",
			"DELIVERY_BEFORE_COMMIT", "DELIVERY_AFTER_COMMIT" })
	void killedAtFurther(FaultPoint point) {
		kill(point);
	}

	private static void kill(FaultPoint point) {
		String reference = FaultPoints.MARK + UUID.randomUUID();
		String orderId = instances.create(() -> reference);
		instances.pauseAt(point, reference);
		simulator.qr().pay(orderId);
		instances.killPaused(point, reference);
		instances.assertPaidOnce(List.of(orderId));
	}

	@Test
	void killedUnderLoad() throws Exception {
		killUnderLoad(40, 1);
	}

	@Test
	@Tag("long")
	void killedUnderLoadForLong() throws Exception {
		killUnderLoad(1000, 20);
	}

	private static void killUnderLoad(int orders, int kills) throws Exception {
		instances.assertPaidOnce(instances.killUnderLoad(kills, instances::restartDead, 4, orders, () -> {
			String orderId = instances.create(() -> "qr-" + UUID.randomUUID());
			simulator.qr().pay(orderId);
			return orderId;
		}));
	}

}
