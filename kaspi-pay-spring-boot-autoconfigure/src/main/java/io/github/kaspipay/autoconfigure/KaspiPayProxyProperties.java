/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.util.regex.Pattern;

import io.github.kaspipay.http.KaspiHttpProxy;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * HTTP proxy between the application and Kaspi Pay. Calls go through it in a tunnel.
 *
 * @param host Host of the proxy. Without one there is no proxy.
 * @param port Port of the proxy.
 * @param username User name for a proxy that asks for Basic authentication.
 * @param password Password for a proxy that asks for Basic authentication.
 */
public record KaspiPayProxyProperties(@Nullable String host, @Nullable Integer port, @Nullable String username,
		@Nullable String password) {

	/**
	 * A name or an IPv4 address, or an IPv6 address.
	 */
	private static final Pattern HOST = Pattern.compile("[^\\s/:@?#\\[\\]]+|\\[?[0-9A-Fa-f.]*(:[0-9A-Fa-f.]*){2,}]?");

	/**
	 * Returns the same, checked and tidied.
	 */
	KaspiPayProxyProperties checked() {
		PropertyRules.requireResolved("proxy.host", this.host);
		PropertyRules.requireResolved("proxy.username", this.username);
		PropertyRules.requireResolved("proxy.password", this.password);
		String host = StringUtils.hasText(this.host) ? this.host.strip() : null;
		if (host != null && !HOST.matcher(host).matches()) {
			// without the host: it may hold a password
			throw new KaspiPayConfigurationException(
					"kaspi.pay.proxy.host must be a host alone, such as proxy.example: no scheme, port or path.",
					"Correct kaspi.pay.proxy.host. The port goes into kaspi.pay.proxy.port.");
		}
		if (host != null && (this.port == null || !PropertyRules.isPort(this.port))) {
			throw new KaspiPayConfigurationException(
					"kaspi.pay.proxy.port must be between 1 and 65535 where kaspi.pay.proxy.host is set.",
					"Correct kaspi.pay.proxy.port.");
		}
		if (host == null
				&& (this.port != null || StringUtils.hasText(this.username) || StringUtils.hasText(this.password))) {
			throw new KaspiPayConfigurationException(
					"kaspi.pay.proxy.host must be set where another property of kaspi.pay.proxy is.",
					"Correct kaspi.pay.proxy.host.");
		}
		if (this.username != null && this.username.contains(":")) {
			throw new KaspiPayConfigurationException("kaspi.pay.proxy.username must not contain a colon.",
					"Correct kaspi.pay.proxy.username.");
		}
		return new KaspiPayProxyProperties(host, this.port, this.username, this.password);
	}

	/**
	 * Returns the proxy as the client takes it. Internal.
	 * @return the proxy, or {@code null} if there is none
	 */
	public @Nullable KaspiHttpProxy toHttpProxy() {
		return (this.host != null && this.port != null) ? new KaspiHttpProxy(this.host, this.port,
				StringUtils.hasText(this.username) ? this.username : null, this.password) : null;
	}

	@Override
	public String toString() {
		return "KaspiPayProxyProperties[host=" + this.host + ", port=" + this.port + "]";
	}

}
