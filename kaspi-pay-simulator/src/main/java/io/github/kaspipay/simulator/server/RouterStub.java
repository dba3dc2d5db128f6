/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.server;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.extension.StubLifecycleListener;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import org.jspecify.annotations.Nullable;

/**
 * The stub that brings to the router what no other stub answers. It comes back whenever
 * stubs are reset or removed.
 */
final class RouterStub implements StubLifecycleListener {

	private final StubMapping stub = WireMock.any(WireMock.anyUrl())
		.atPriority(Integer.MAX_VALUE)
		.willReturn(WireMock.aResponse().withTransformers(Router.NAME))
		.build();

	private @Nullable WireMockServer server;

	void addTo(WireMockServer server) {
		this.server = server;
		server.addStubMapping(this.stub);
	}

	boolean is(StubMapping other) {
		return other.getId().equals(this.stub.getId());
	}

	@Override
	public void afterStubsReset() {
		addAgain();
	}

	@Override
	public void afterStubRemoved(StubMapping removed) {
		if (is(removed)) {
			addAgain();
		}
	}

	@Override
	public String getName() {
		return "kaspi-pay-stub";
	}

	private void addAgain() {
		if (this.server != null) {
			this.server.addStubMapping(this.stub);
		}
	}

}
