/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.observation;

/**
 * How a merchant is called where a value is needed. The default one has no name.
 * Internal: it may change in any release.
 */
public final class MerchantTag {

	private static final String DEFAULT = "default";

	private MerchantTag() {
	}

	/**
	 * Returns a merchant's value of the key {@code merchant}.
	 * @param merchant the merchant's name, empty for the default one
	 * @return the name, or {@code default}
	 */
	public static String of(String merchant) {
		return merchant.isEmpty() ? DEFAULT : merchant;
	}

}
