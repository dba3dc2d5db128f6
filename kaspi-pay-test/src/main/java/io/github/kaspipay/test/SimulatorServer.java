package io.github.kaspipay.test;

import java.net.InetAddress;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;

/**
 * The WireMock server, on which the router answers whatever no other stub does.
 */
final class SimulatorServer {

	private static final int JOURNAL_CAPACITY = 1000;

	/**
	 * Enough for calls that are kept waiting on purpose and for others beside them.
	 */
	private static final int CONTAINER_THREADS = 200;

	private final WireMockServer server;

	private final RouterStub stub = new RouterStub();

	SimulatorServer(int port, AllowedHosts hosts, Router router, RequestJournal journal) {
		WireMockConfiguration options = WireMockConfiguration.options()
			.port(port)
			.bindAddress(InetAddress.getLoopbackAddress().getHostAddress())
			.containerThreads(CONTAINER_THREADS)
			.gzipDisabled(true)
			.stubRequestLoggingDisabled(true)
			.maxRequestJournalEntries(JOURNAL_CAPACITY)
			.extensions(router, journal, this.stub, new HostFilter(hosts), new AdminFilter());
		this.server = new WireMockServer(options.withStores(new SimulatorStores(options.filesRoot())));
		this.stub.addTo(this.server);
		this.server.start();
	}

	WireMockServer wireMock() {
		return this.server;
	}

	void reset() {
		for (StubMapping mapping : this.server.getStubMappings()) {
			if (!this.stub.is(mapping)) {
				this.server.removeStubMapping(mapping);
			}
		}
		this.server.resetRequests();
		this.server.resetScenarios();
	}

	void stop() {
		this.server.stop();
	}

}
