/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.net.URI;
import java.time.Duration;

import io.github.kaspipay.order.OrderRules;

/**
 * How Kaspi Pay's API is reached.
 *
 * @param baseUrl the API's base address: https, or http to a loopback host
 * @param connectTimeout how long to wait for a connection
 * @param readTimeout how long one attempt may take, its answer's body included
 * @param callTimeout how long a whole call may take, with all it needs and all attempts
 * @param names how messages name the settings
 */
public record KaspiHttpSettings(URI baseUrl, Duration connectTimeout, Duration readTimeout, Duration callTimeout,
		SettingNames names) {

	/**
	 * Creates settings that messages name as {@link SettingNames#DEFAULT}.
	 * @param baseUrl the API's base address: https, or http to a loopback host
	 * @param connectTimeout how long to wait for a connection
	 * @param readTimeout how long one attempt may take, its answer's body included
	 * @param callTimeout how long a whole call may take, with all it needs and all
	 * attempts
	 * @throws IllegalArgumentException if the address is neither https nor loopback, or a
	 * time is not more than 0
	 */
	public KaspiHttpSettings(URI baseUrl, Duration connectTimeout, Duration readTimeout, Duration callTimeout) {
		this(baseUrl, connectTimeout, readTimeout, callTimeout, SettingNames.DEFAULT);
	}

	/**
	 * Creates the settings.
	 * @param baseUrl the API's base address: https, or http to a loopback host
	 * @param connectTimeout how long to wait for a connection
	 * @param readTimeout how long one attempt may take, its answer's body included
	 * @param callTimeout how long a whole call may take, with all it needs and all
	 * attempts
	 * @param names how messages name the settings
	 * @throws IllegalArgumentException if the address is neither https nor loopback, or a
	 * time is not more than 0
	 */
	public KaspiHttpSettings {
		OrderRules.requireHttps("baseUrl", baseUrl);
		requirePositive("connectTimeout", connectTimeout);
		requirePositive("readTimeout", readTimeout);
		requirePositive("callTimeout", callTimeout);
	}

	private static void requirePositive(String name, Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException(name + " must be more than 0");
		}
	}

}
