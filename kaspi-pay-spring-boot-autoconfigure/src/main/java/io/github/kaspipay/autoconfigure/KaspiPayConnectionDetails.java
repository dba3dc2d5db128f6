/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * Where Kaspi Pay is, and who we are to it. A bean of this type takes the place of the
 * corresponding {@code kaspi.pay.*} properties.
 */
public interface KaspiPayConnectionDetails extends ConnectionDetails {

	/**
	 * Returns the API's base address.
	 * @return an https address (http only for a loopback host), without a path
	 */
	URI getBaseUrl();

	/**
	 * Returns the merchant's id.
	 * @return the merchant id
	 */
	String getMerchantId();

	/**
	 * Returns the OAuth2 client id.
	 * @return the client id
	 */
	String getClientId();

	/**
	 * Returns the OAuth2 client secret.
	 * @return the client secret
	 */
	String getClientSecret();

	/**
	 * Returns the secret that webhooks are signed with.
	 * @return the secret, or {@code null} where there is none
	 */
	@Nullable String getWebhookSecret();

	/**
	 * Returns the secret that webhooks were signed with before the last change.
	 * @return the secret, or {@code null} where there is none
	 */
	default @Nullable String getPreviousWebhookSecret() {
		return null;
	}

	/**
	 * Returns where Kaspi Pay sends its notifications; asked anew for each order.
	 * @return the address, or {@code null} for {@code kaspi.pay.callback-url}
	 */
	default @Nullable URI getCallbackUrl() {
		return null;
	}

}
