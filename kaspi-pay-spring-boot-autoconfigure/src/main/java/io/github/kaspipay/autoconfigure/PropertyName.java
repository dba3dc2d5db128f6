/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

/**
 * The full name of a property, of the default merchant or of another one. Internal: for
 * the packages of this starter only.
 */
public final class PropertyName {

	private PropertyName() {
	}

	/**
	 * Returns the full name of one of a merchant's properties.
	 * @param merchant the merchant's name; empty for the default one
	 * @param property the property's name
	 * @return the name, with {@code kaspi.pay.} before it
	 */
	public static String of(String merchant, String property) {
		return "kaspi.pay." + (merchant.isEmpty() ? "" : "merchants." + merchant + ".") + property;
	}

}
