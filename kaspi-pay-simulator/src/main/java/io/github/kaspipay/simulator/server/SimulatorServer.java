/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.server;

import java.net.InetAddress;
import java.util.Objects;
import java.util.Set;

import javax.net.ssl.SSLContext;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.stubbing.StubMapping;
import org.jspecify.annotations.Nullable;

/**
 * The WireMock server, on which the router answers whatever no other stub does.
 */
public final class SimulatorServer {

	private static final int JOURNAL_CAPACITY = 1000;

	/**
	 * Enough for calls that are kept waiting on purpose and for others beside them.
	 */
	private static final int CONTAINER_THREADS = 200;

	private final WireMockServer server;

	private final RouterStub stub = new RouterStub();

	private volatile @Nullable TlsHttpServer http;

	/**
	 * Starts the server.
	 * @param port the port, or 0 for any free one
	 * @param hosts the names that it goes by, beside those of the loopback interface
	 */
	public SimulatorServer(int port, Set<String> hosts, Router router, RequestJournal journal) {
		WireMockConfiguration options = WireMockConfiguration.options()
			.port(port)
			.bindAddress(InetAddress.getLoopbackAddress().getHostAddress())
			.containerThreads(CONTAINER_THREADS)
			.gzipDisabled(true)
			.stubRequestLoggingDisabled(true)
			.maxRequestJournalEntries(JOURNAL_CAPACITY)
			.httpServerFactory(this::httpServer)
			.extensions(router, journal, this.stub, new HostFilter(new AllowedHosts(hosts)), new AdminFilter());
		this.server = new WireMockServer(options.withStores(new SimulatorStores(options.filesRoot())));
		this.stub.addTo(this.server);
		this.server.start();
	}

	private TlsHttpServer httpServer(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
		TlsHttpServer server = new TlsHttpServer(options, admin, stubs);
		this.http = server;
		return server;
	}

	/**
	 * Listens with TLS, too.
	 * @param port the port, or 0 for any free one
	 * @param context the server's certificate, and whom it trusts
	 * @return the port
	 */
	public int listen(int port, SSLContext context) {
		return Objects.requireNonNull(this.http).listen(port, context);
	}

	public WireMockServer wireMock() {
		return this.server;
	}

	public void reset() {
		for (StubMapping mapping : this.server.getStubMappings()) {
			if (!this.stub.is(mapping)) {
				this.server.removeStubMapping(mapping);
			}
		}
		this.server.resetRequests();
		this.server.resetScenarios();
	}

	public void stop() {
		this.server.stop();
	}

}
