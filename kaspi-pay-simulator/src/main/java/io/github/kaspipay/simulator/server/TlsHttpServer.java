/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.server;

import java.security.cert.X509Certificate;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLPeerUnverifiedException;

import com.github.tomakehurst.wiremock.core.Options;
import com.github.tomakehurst.wiremock.http.AdminRequestHandler;
import com.github.tomakehurst.wiremock.http.StubRequestHandler;
import com.github.tomakehurst.wiremock.jetty11.Jetty11HttpServer;
import io.github.kaspipay.simulator.tls.ClientCertificate;
import wiremock.org.eclipse.jetty.http.HttpFields;
import wiremock.org.eclipse.jetty.http.HttpVersion;
import wiremock.org.eclipse.jetty.io.EndPoint;
import wiremock.org.eclipse.jetty.io.ssl.SslConnection;
import wiremock.org.eclipse.jetty.server.Connector;
import wiremock.org.eclipse.jetty.server.HttpConfiguration;
import wiremock.org.eclipse.jetty.server.HttpConnectionFactory;
import wiremock.org.eclipse.jetty.server.ServerConnector;
import wiremock.org.eclipse.jetty.server.SslConnectionFactory;
import wiremock.org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * WireMock's server, which can listen with TLS on a port of its own, too, from any time
 * on. Clients may show a certificate or none: who shows none is to hear it from Kaspi,
 * and not from TLS.
 */
final class TlsHttpServer extends Jetty11HttpServer {

	private final String host;

	TlsHttpServer(Options options, AdminRequestHandler admin, StubRequestHandler stubs) {
		super(options, admin, stubs);
		this.host = options.bindAddress();
		this.httpConnector.getConnectionFactories()
			.stream()
			.filter(HttpConfiguration.ConnectionFactory.class::isInstance)
			.map(HttpConfiguration.ConnectionFactory.class::cast)
			.forEach((factory) -> factory.getHttpConfiguration().addCustomizer(TlsHttpServer::tellCertificate));
	}

	/**
	 * Listens with TLS.
	 * @param port the port, or 0 for any free one
	 * @param context the server's certificate, and whom it trusts
	 * @return the port
	 */
	int listen(int port, SSLContext context) {
		SslContextFactory.Server tls = new SslContextFactory.Server();
		tls.setSslContext(context);
		tls.setWantClientAuth(true);
		tls.setIncludeProtocols("TLSv1.2", "TLSv1.3");
		HttpConfiguration configuration = new HttpConfiguration();
		configuration.setSendServerVersion(false);
		configuration.addCustomizer(TlsHttpServer::tellCertificate);
		ServerConnector connector = new ServerConnector(this.jettyServer, 1, 1,
				new SslConnectionFactory(tls, HttpVersion.HTTP_1_1.asString()),
				new HttpConnectionFactory(configuration));
		connector.setHost(this.host);
		connector.setPort(port);
		try {
			this.jettyServer.addConnector(connector);
			connector.start();
		}
		catch (Exception ex) {
			this.jettyServer.removeConnector(connector);
			throw new IllegalStateException(
					"The simulator cannot listen with TLS on port " + port + "; choose another with --qr-port", ex);
		}
		return connector.getLocalPort();
	}

	private static void tellCertificate(Connector connector, HttpConfiguration configuration,
			wiremock.org.eclipse.jetty.server.Request request) {
		HttpFields.Mutable headers = HttpFields.build(request.getHttpFields()).remove(ClientCertificate.HEADER);
		EndPoint endPoint = request.getHttpChannel().getEndPoint();
		if (endPoint instanceof SslConnection.DecryptedEndPoint decrypted) {
			request.setSecure(true);
			String subject = subject(decrypted);
			if (!subject.isEmpty()) {
				headers.put(ClientCertificate.HEADER, subject);
			}
		}
		request.setHttpFields(headers);
	}

	private static String subject(SslConnection.DecryptedEndPoint endPoint) {
		try {
			return ((X509Certificate) endPoint.getSslConnection().getSSLEngine().getSession().getPeerCertificates()[0])
				.getSubjectX500Principal()
				.getName();
		}
		catch (SSLPeerUnverifiedException ex) {
			return "";
		}
	}

}
