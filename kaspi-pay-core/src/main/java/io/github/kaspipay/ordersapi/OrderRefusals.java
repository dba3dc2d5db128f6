/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ordersapi;

import io.github.kaspipay.KaspiApiException;
import io.github.kaspipay.KaspiAuthenticationException;
import io.github.kaspipay.KaspiDuplicateOrderException;
import io.github.kaspipay.KaspiInvalidRequestException;
import io.github.kaspipay.KaspiMerchantBlockedException;
import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.http.RefusalReader;
import io.github.kaspipay.http.RefusalReader.Refusal;
import io.github.kaspipay.http.SettingNames;

/**
 * What the order API's refusals mean: it says so by the HTTP status.
 */
final class OrderRefusals implements RefusalReader {

	private final SettingNames names;

	OrderRefusals(SettingNames names) {
		this.names = names;
	}

	@Override
	public KaspiApiException toException(Refusal refusal) {
		int status = refusal.status();
		return switch (status) {
			case 401 -> new KaspiAuthenticationException(refusal
				.describe("Kaspi Pay refused the credentials (401): check " + this.names.of("client-id") + " and "
						+ this.names.of("client-secret") + ", and that they belong to " + this.names.baseUrl()),
					status, refusal.code(), refusal.requestId(), null);
			case 402 -> new KaspiMerchantBlockedException(
					refusal.describe("The merchant is blocked (402): contact Kaspi Pay support and provide documents"),
					status, refusal.code(), refusal.requestId(), null);
			case 404 -> new KaspiOrderNotFoundException(refusal.describe("Kaspi Pay knows no such order (404)"), status,
					refusal.code(), refusal.requestId(), null);
			case 409 -> new KaspiDuplicateOrderException(
					refusal.describe("The reference was used before (409): use a unique reference, a UUID for example"),
					status, refusal.code(), refusal.requestId(), null);
			case 429 -> new KaspiRateLimitException(refusal.describe("Too many calls to Kaspi Pay (429)"),
					refusal.code(), refusal.requestId(), refusal.retryAfter());
			default ->
				new KaspiInvalidRequestException(refusal.describe("Kaspi Pay refused the request (" + status + ")"),
						status, refusal.code(), refusal.requestId(), null);
		};
	}

}
