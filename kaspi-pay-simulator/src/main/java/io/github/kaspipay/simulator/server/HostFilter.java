/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.server;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.extension.requestfilter.StubRequestFilterV2;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.kaspipay.simulator.wire.Answer;

/**
 * Refuses requests to a host that is not the simulator's.
 */
final class HostFilter implements StubRequestFilterV2 {

	private final AllowedHosts hosts;

	HostFilter(AllowedHosts hosts) {
		this.hosts = hosts;
	}

	@Override
	public RequestFilterAction filter(Request request, ServeEvent event) {
		if (this.hosts.allows(request)) {
			return RequestFilterAction.continueWith(request);
		}
		Answer refusal = Answer.error(403, "HOST_NOT_ALLOWED",
				"The simulator answers to localhost; other names have to be allowed with --allowed-hosts");
		ResponseDefinitionBuilder response = ResponseDefinitionBuilder.responseDefinition()
			.withStatus(refusal.status())
			.withBody(refusal.body());
		refusal.headers().forEach(response::withHeader);
		return RequestFilterAction.stopWith(response.build());
	}

	@Override
	public String getName() {
		return "kaspi-pay-host";
	}

}
