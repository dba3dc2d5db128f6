/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * The link that opens the service in the customer's Kaspi app, with the account filled
 * in. Its text is the QR code's too. Internal: it may change in any release.
 *
 * @param paymentPage the address of Kaspi's page for payments, without a slash at its end
 * @param serviceName the service's name in the address, given by Kaspi
 * @param serviceId the service's id, given by Kaspi
 * @param accountParameter the number of the parameter that takes the account, given by
 * Kaspi
 */
public record PaymentLink(URI paymentPage, String serviceName, String serviceId, String accountParameter) {

	/**
	 * Kaspi's page for payments.
	 */
	public static final URI KASPI = URI.create("https://kaspi.kz/pay");

	URI to(String account) {
		return URI.create(this.paymentPage + "/" + encode(this.serviceName) + "?service_id=" + encode(this.serviceId)
				+ "&" + encode(this.accountParameter) + "=" + encode(account));
	}

	private static String encode(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
	}

}
