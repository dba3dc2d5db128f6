/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

/**
 * How messages name the settings that an operator is to check.
 *
 * @param prefix what the names of the merchant's own settings begin with
 * @param baseUrl the full name of the API's base address
 * @param sslBundle the full name of the TLS settings
 */
public record SettingNames(String prefix, String baseUrl, String sslBundle) {

	/**
	 * The names of {@code kaspi.pay.*}.
	 */
	public static final SettingNames DEFAULT = new SettingNames("kaspi.pay.", "kaspi.pay.base-url",
			"kaspi.pay.ssl.bundle");

	/**
	 * Returns the full name of one of the merchant's own settings.
	 * @param name the name, such as {@code client-id}
	 * @return the full name
	 */
	public String of(String name) {
		return this.prefix + name;
	}

}
