/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.checkpay;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import io.github.kaspipay.simulator.wire.ApiException;
import io.github.kaspipay.simulator.wire.WebAddress;

/**
 * Where the merchant is called by check/pay. Whoever starts the simulator may name any
 * address; whoever talks to it only one of this machine, so that nobody calls others
 * through it.
 * <p>
 * Internal to the simulator.
 */
public final class MerchantAddress {

	private MerchantAddress() {
	}

	/**
	 * Checks an address.
	 * @param address the address
	 * @return the address
	 * @throws IllegalArgumentException if no endpoint can be there
	 */
	public static URI check(URI address) {
		String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
		if (!(scheme.equals("http") || scheme.equals("https")) || address.getHost() == null
				|| address.getRawUserInfo() != null || address.getRawQuery() != null
				|| address.getRawFragment() != null) {
			throw new IllegalArgumentException(
					"The merchant's address must be http or https, without a query: http://localhost:8080/kaspi/check-pay");
		}
		return address;
	}

	/**
	 * Reads an address that came over HTTP.
	 * @throws ApiException if it is not one of this machine
	 */
	static URI local(String text) {
		try {
			URI address = check(new URI(text));
			if (WebAddress.isLoopback(address)) {
				return address;
			}
		}
		catch (URISyntaxException | IllegalArgumentException ex) {
			// refused below, like an address of another machine
		}
		throw ApiException.invalid("url must be an address of this machine, without a query, such as "
				+ "http://localhost:8080/kaspi/check-pay; another machine has to be named at start, with --check-pay-url");
	}

}
