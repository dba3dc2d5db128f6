/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ordersapi;

/**
 * With what an access token is asked for. Its {@link #toString()} shows no secret.
 * Internal: it may change in any release.
 *
 * @param clientId the OAuth2 client id
 * @param clientSecret the OAuth2 client secret
 * @param scope the OAuth2 scope
 */
public record ClientCredentials(String clientId, String clientSecret, String scope) {

	@Override
	public String toString() {
		return "ClientCredentials[clientId=" + this.clientId + "]";
	}

}
