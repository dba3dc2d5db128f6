/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.merchant;

import java.util.List;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import io.github.kaspipay.http.KaspiTls;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

/**
 * TLS as an SSL bundle has it. A bundle that is reloaded is used from the next connection
 * on.
 */
class SslBundleTls implements Supplier<KaspiTls> {

	private static final Logger logger = LoggerFactory.getLogger(SslBundleTls.class);

	private final String property;

	private final String name;

	private volatile KaspiTls tls;

	/**
	 * Takes a bundle.
	 * @param property the property that names it
	 * @param name the bundle's name
	 * @param provider the application's bundles
	 */
	SslBundleTls(String property, String name, ObjectProvider<SslBundles> provider) {
		this.property = property;
		this.name = name;
		SslBundles bundles = provider.getIfAvailable();
		if (bundles == null) {
			throw unusable("and the application has no SSL bundles");
		}
		try {
			this.tls = toTls(bundles.getBundle(name));
			bundles.addBundleUpdateHandler(name, this::update);
		}
		catch (NoSuchSslBundleException ex) {
			throw unusable("which does not exist; there are: " + bundles.getBundleNames());
		}
		catch (Exception ex) {
			throw unusable("which cannot be used: " + ex.getMessage());
		}
	}

	private KaspiPayConfigurationException unusable(String problem) {
		return new KaspiPayConfigurationException(
				this.property + " names the SSL bundle '" + this.name + "', " + problem + ".",
				"Define the bundle, under spring.ssl.bundle.jks." + this.name + " or spring.ssl.bundle.pem." + this.name
						+ ", or correct " + this.property + ".");
	}

	private void update(SslBundle bundle) {
		try {
			this.tls = toTls(bundle);
			logger.info("SSL bundle '{}' was reloaded; new connections to Kaspi Pay use it", this.name);
		}
		catch (Exception ex) {
			logger.warn("SSL bundle '{}' was reloaded and cannot be used; the former one stays in use", this.name, ex);
		}
	}

	private static KaspiTls toTls(SslBundle bundle) {
		SSLContext context = bundle.createSslContext();
		String[] protocols = bundle.getOptions().getEnabledProtocols();
		String[] ciphers = bundle.getOptions().getCiphers();
		SSLEngine engine = context.createSSLEngine();
		if (protocols != null) {
			engine.setEnabledProtocols(protocols);
		}
		if (ciphers != null) {
			engine.setEnabledCipherSuites(ciphers);
		}
		return new KaspiTls(context, listOf(protocols), listOf(ciphers));
	}

	private static List<String> listOf(String @Nullable [] names) {
		return (names != null) ? List.of(names) : List.of();
	}

	@Override
	public KaspiTls get() {
		return this.tls;
	}

}
