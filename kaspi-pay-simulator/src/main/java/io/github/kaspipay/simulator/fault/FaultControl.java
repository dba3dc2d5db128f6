/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.fault;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.ApiException;
import io.github.kaspipay.simulator.wire.Routes;
import io.github.kaspipay.simulator.wire.WireJson;

/**
 * Lets other programs, and the control page, do with faults what a test does in Java.
 */
final class FaultControl {

	private final SimulatorFaults faults;

	FaultControl(SimulatorFaults faults) {
		this.faults = faults;
	}

	void addTo(Routes routes) {
		routes.on("GET", "/simulator/faults", (request, none) -> all())
			.on("POST", "/simulator/faults", (request, none) -> add(request))
			.on("DELETE", "/simulator/faults", (request, none) -> clear())
			.on("DELETE", "/simulator/faults/{}", (request, id) -> remove(id));
	}

	private Answer all() {
		return Answer.json(200, this.faults.active().stream().map(FaultJson::write).toList());
	}

	private Answer add(Request request) {
		return Answer.json(201, FaultJson.write(this.faults.add(FaultJson.read(WireJson.readObject(request)))));
	}

	private Answer clear() {
		this.faults.clear();
		return Answer.noContent();
	}

	private Answer remove(String id) {
		if (!this.faults.remove(id)) {
			throw new ApiException(404, "FAULT_NOT_FOUND", "There is no fault " + id);
		}
		return Answer.noContent();
	}

}
