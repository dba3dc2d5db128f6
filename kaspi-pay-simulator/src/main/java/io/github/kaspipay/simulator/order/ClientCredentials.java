/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.order;

/**
 * What a client shows to get a token. Internal to the simulator.
 *
 * @param id the OAuth2 client id
 * @param secret the OAuth2 client secret
 */
public record ClientCredentials(String id, String secret) {

	@Override
	public String toString() {
		return "ClientCredentials[id=" + this.id + "]";
	}

}
