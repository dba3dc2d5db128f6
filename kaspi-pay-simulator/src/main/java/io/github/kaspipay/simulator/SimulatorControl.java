/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.simulator.journal.StateVersion;
import io.github.kaspipay.simulator.qr.QrApi;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.ApiException;
import io.github.kaspipay.simulator.wire.Routes;
import io.github.kaspipay.simulator.wire.WireJson;

/**
 * Lets other programs, and the simulator's pages, do with the simulator as a whole what a
 * test does in Java.
 */
final class SimulatorControl {

	private final KaspiPaySimulator simulator;

	private final StateVersion version;

	private final QrApi qr;

	SimulatorControl(KaspiPaySimulator simulator, StateVersion version, QrApi qr) {
		this.simulator = simulator;
		this.version = version;
		this.qr = qr;
	}

	void addTo(Routes routes) {
		routes.on("GET", "/simulator", (request, none) -> overview())
			.on("GET", "/simulator/properties", (request, none) -> Answer.text(ConnectionProperties.of(this.simulator)))
			.on("GET", "/simulator/clock", (request, none) -> clock())
			.on("POST", "/simulator/clock/advance", (request, none) -> advance(request))
			.on("POST", "/simulator/reset", (request, none) -> reset());
	}

	private Answer overview() {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("version", this.version.current());
		json.put("baseUrl", this.simulator.baseUrl());
		json.put("merchantId", this.simulator.merchantId());
		json.put("clientId", this.simulator.clientId());
		WireJson.putIfPresent(json, "qrBaseUrl", this.qr.address());
		json.putAll(time());
		return Answer.json(200, json);
	}

	private Answer clock() {
		return Answer.json(200, time());
	}

	private Map<String, Object> time() {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("now", this.simulator.clock().instant().toString());
		json.put("advancedSeconds", this.simulator.advanced().toSeconds());
		return json;
	}

	private Answer advance(Request request) {
		try {
			this.simulator.advance(Duration.ofSeconds(Long.parseLong(request.queryParameter("seconds").firstValue())));
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			throw ApiException.invalid("seconds must be a whole number, neither negative nor beyond 36500 days");
		}
		return clock();
	}

	private Answer reset() {
		this.simulator.reset();
		return Answer.noContent();
	}

}
