/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.client;

import java.nio.file.Path;
import java.util.Base64;

import javax.net.ssl.SSLSession;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.autoconfigure.TlsApi;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Connections over TLS and through a proxy, as properties ask for them.
 */
class KaspiPayConnectionTests {

	@TempDir
	private static Path directory;

	private static TlsApi api;

	private static TlsApi other;

	@BeforeAll
	static void start() throws Exception {
		api = new TlsApi(TlsApi.keyStore(directory, "api"));
		other = new TlsApi(TlsApi.keyStore(directory, "other"));
	}

	@AfterAll
	static void stop() {
		api.close();
		other.close();
	}

	@BeforeEach
	void clear() {
		api.sessions.clear();
	}

	private static ApplicationContextRunner runner(TlsApi api) {
		return Runners.plain()
			.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class))
			.withPropertyValues("kaspi.pay.base-url=https://localhost:" + api.port(), "kaspi.pay.ssl.bundle=kaspi",
					"kaspi.pay.call-timeout=60s", "kaspi.pay.read-timeout=30s", "kaspi.pay.connect-timeout=20s")
			.withPropertyValues(bundle("kaspi", "api"))
			.withPropertyValues(bundle("renewed", "other"));
	}

	private static String[] bundle(String bundle, String store) {
		String prefix = "spring.ssl.bundle.jks." + bundle + ".truststore.";
		return new String[] { prefix + "location=file:" + directory.resolve(store + ".p12"),
				prefix + "password=" + TlsApi.PASSWORD };
	}

	@Test
	void bundleIsTrusted() {
		runner(api).run((context) -> assertPaid(context.getBean(KaspiPayGateway.class)));
	}

	@Test
	void otherCertificatesAreNot() {
		runner(other).run((context) -> assertRefused(context.getBean(KaspiPayGateway.class)));
		runner(api).withPropertyValues("kaspi.pay.ssl.bundle=").run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void nameOfTheHostIsVerified() throws Exception {
		runner(api).withPropertyValues("kaspi.pay.base-url=https://localhost.localdomain:" + api.port())
			.run((context) -> assertRefused(context.getBean(KaspiPayGateway.class)));
	}

	@Test
	void protocolsOfTheBundleAreHonoured() {
		runner(api).run((context) -> assertPaid(context.getBean(KaspiPayGateway.class)));
		assertThat(api.sessions).isNotEmpty().extracting(SSLSession::getProtocol).containsOnly("TLSv1.3");
		api.sessions.clear();
		runner(api).withPropertyValues("spring.ssl.bundle.jks.kaspi.options.enabled-protocols=TLSv1.2")
			.run((context) -> assertPaid(context.getBean(KaspiPayGateway.class)));
		assertThat(api.sessions).isNotEmpty().extracting(SSLSession::getProtocol).containsOnly("TLSv1.2");
	}

	@Test
	void ciphersOfTheBundleAreHonoured() {
		runner(api)
			.withPropertyValues("spring.ssl.bundle.jks.kaspi.options.enabled-protocols=TLSv1.2",
					"spring.ssl.bundle.jks.kaspi.options.ciphers=TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256")
			.run((context) -> assertPaid(context.getBean(KaspiPayGateway.class)));
		assertThat(api.sessions).isNotEmpty()
			.extracting(SSLSession::getCipherSuite)
			.containsOnly("TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256");
	}

	@Test
	void reloadedBundleIsUsed() {
		runner(other).run((context) -> {
			KaspiPayGateway gateway = context.getBean(KaspiPayGateway.class);
			assertRefused(gateway);
			SslBundles bundles = context.getBean(SslBundles.class);
			context.getBean(SslBundleRegistry.class).updateBundle("kaspi", bundles.getBundle("renewed"));
			assertPaid(gateway);
			context.getBean(SslBundleRegistry.class).updateBundle("renewed", bundles.getBundle("kaspi"));
		});
	}

	@Test
	void connectionOfAFormerBundleIsNotUsedAgain() {
		runner(api).run((context) -> {
			KaspiPayGateway gateway = context.getBean(KaspiPayGateway.class);
			assertPaid(gateway);
			SslBundles bundles = context.getBean(SslBundles.class);
			context.getBean(SslBundleRegistry.class).updateBundle("kaspi", bundles.getBundle("renewed"));
			assertRefused(gateway);
		});
	}

	@Test
	void proxyIsTunnelledThrough() {
		try (TunnelProxy proxy = new TunnelProxy(null)) {
			runner(api).withPropertyValues(proxy(proxy))
				.run((context) -> assertPaid(context.getBean(KaspiPayGateway.class)));
			assertThat(proxy.requests).isNotEmpty()
				.allSatisfy(
						(request) -> assertThat(request).startsWith("CONNECT localhost:" + api.port() + " HTTP/1.1\r\n")
							.doesNotContain("a-token", "Authorization"));
		}
	}

	@Test
	void proxyGetsItsCredentials() {
		String credentials = Base64.getEncoder().encodeToString("user:pässword".getBytes(UTF_8));
		try (TunnelProxy proxy = new TunnelProxy(credentials)) {
			runner(api).withPropertyValues(proxy(proxy))
				.withPropertyValues("kaspi.pay.proxy.username=user", "kaspi.pay.proxy.password=pässword")
				.run((context) -> assertPaid(context.getBean(KaspiPayGateway.class)));
		}
	}

	@Test
	void proxyThatWantsCredentialsSaysSo() {
		try (TunnelProxy proxy = new TunnelProxy("other")) {
			runner(api).withPropertyValues(proxy(proxy))
				.withPropertyValues("kaspi.pay.proxy.username=user", "kaspi.pay.proxy.password=s3cr3t")
				.run((context) -> assertThatExceptionOfType(KaspiConnectionException.class)
					.isThrownBy(() -> context.getBean(KaspiPayGateway.class).status("ORD-1"))
					.withMessageContaining(
							"nothing was sent: A proxy asked for credentials (407): set " + "kaspi.pay.proxy.username")
					.withMessageNotContaining("s3cr3t"));
		}
		assertThat(api.sessions).isEmpty();
	}

	@Test
	void httpClientOfTheApplicationStaysTheOneItWas() {
		assertThat(ClientHttpRequestFactoryBuilder.detect(new FilteredClassLoader("reactor.netty")))
			.isInstanceOf(JdkClientHttpRequestFactoryBuilder.class);
	}

	private static String[] proxy(TunnelProxy proxy) {
		return new String[] { "kaspi.pay.proxy.host=127.0.0.1", "kaspi.pay.proxy.port=" + proxy.port() };
	}

	private static void assertPaid(KaspiPayGateway gateway) {
		assertThat(gateway.status("ORD-1").status()).isEqualTo(KaspiOrderStatus.PAID);
	}

	private static void assertRefused(KaspiPayGateway gateway) {
		assertThatExceptionOfType(KaspiConnectionException.class).isThrownBy(() -> gateway.status("ORD-1"))
			.withMessageContaining("nothing was sent");
	}

}
