/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.server;

import com.github.tomakehurst.wiremock.extension.requestfilter.AdminRequestFilterV2;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.kaspipay.simulator.KaspiPaySimulator;

/**
 * Closes WireMock's own API, which shows all calls and can make the simulator call any
 * other server. In Java, {@link KaspiPaySimulator#wireMock()} does the same without it.
 */
final class AdminFilter implements AdminRequestFilterV2 {

	@Override
	public RequestFilterAction filter(Request request, ServeEvent event) {
		return RequestFilterAction
			.stopWith(ResponseDefinition.notPermitted("WireMock's own API is closed; use wireMock() in Java"));
	}

	@Override
	public String getName() {
		return "kaspi-pay-admin";
	}

}
