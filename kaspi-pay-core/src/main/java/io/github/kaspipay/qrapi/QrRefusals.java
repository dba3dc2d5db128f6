/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import java.util.Set;

import io.github.kaspipay.KaspiApiException;
import io.github.kaspipay.KaspiAuthenticationException;
import io.github.kaspipay.KaspiInvalidRequestException;
import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.http.RefusalReader;
import io.github.kaspipay.http.RefusalReader.Refusal;
import io.github.kaspipay.http.SettingNames;

/**
 * What the QR API's refusals mean: it says so by a code, which may come with any HTTP
 * status.
 */
final class QrRefusals implements RefusalReader {

	private static final Set<String> DEVICE_UNKNOWN = Set.of("-1501", "-1502");

	private final SettingNames names;

	QrRefusals(SettingNames names) {
		this.names = names;
	}

	static boolean isOfUnknownDevice(KaspiApiException failure) {
		return failure.getCode() != null && DEVICE_UNKNOWN.contains(failure.getCode());
	}

	@Override
	public KaspiApiException toException(Refusal refusal) {
		String code = (refusal.code() != null) ? refusal.code() : "";
		return switch (code) {
			case "" -> byStatus(refusal);
			case "-10000" -> unauthenticated(refusal,
					"Kaspi Pay saw no client certificate that it knows: check " + this.names.sslBundle()
							+ ", and that Kaspi issued its certificate for this scheme and environment");
			case "-999" -> new KaspiServerException(
					refusal.describe("Kaspi Pay is unavailable; nothing happened: try again later"), refusal.status(),
					code, refusal.requestId());
			case "-1601", "-99000001" ->
				new KaspiOrderNotFoundException(refusal.describe("Kaspi Pay knows no such payment"), refusal.status(),
						code, refusal.requestId(), null);
			case "-1501", "-1502" -> invalid(refusal, "Kaspi Pay does not know the device, or it is not active");
			case "-1503", "-99000003" -> invalid(refusal, "The device belongs to another trade point: check "
					+ this.names.of("qr.trade-point-id") + " and " + this.names.of("qr.device-id"));
			case "-14000002" -> invalid(refusal, "The merchant has no trade points: add one in Kaspi Pay");
			case "-99000002" ->
				invalid(refusal, "Kaspi Pay knows no such trade point: check " + this.names.of("qr.trade-point-id"));
			case "-99000005" -> invalid(refusal, "The refund is more than what can be refunded of the payment");
			case "-99000006" -> invalid(refusal, "Kaspi Pay could not refund; nothing was given back");
			case "-99000011" -> invalid(refusal, "The payment cannot be refunded in its status");
			case "-99000020" -> invalid(refusal, "A part of this payment cannot be refunded: refund all of it");
			case "990000018" -> invalid(refusal, "The trade point is switched off: enable it in Kaspi Pay");
			case "990000026" -> invalid(refusal, "The trade point cannot be paid by QR code: ask Kaspi Pay");
			case "990000028" -> invalid(refusal, "Kaspi Pay refused the amount");
			case "990000033" -> invalid(refusal, "The trade point has no payment methods: ask Kaspi Pay");
			default -> invalid(refusal, "Kaspi Pay refused the request");
		};
	}

	private KaspiApiException byStatus(Refusal refusal) {
		int status = refusal.status();
		return switch (status) {
			case 401, 403 -> unauthenticated(refusal,
					"Kaspi Pay refused the caller (" + status + "): check " + this.names.of("qr.api-key")
							+ " in the scheme basic, " + this.names.sslBundle()
							+ " in the others, and that Kaspi knows this server's address in the scheme enhanced");
			case 404 -> new KaspiOrderNotFoundException(
					refusal.describe(
							"Kaspi Pay knows no such payment, or " + this.names.baseUrl() + " is not its QR API (404)"),
					status, null, refusal.requestId(), null);
			case 429 -> new KaspiRateLimitException(refusal.describe("Too many calls to Kaspi Pay (429)"), null,
					refusal.requestId(), refusal.retryAfter());
			default -> invalid(refusal, "Kaspi Pay refused the request (" + status + ")");
		};
	}

	private static KaspiApiException unauthenticated(Refusal refusal, String meaning) {
		return new KaspiAuthenticationException(refusal.describe(meaning), refusal.status(), refusal.code(),
				refusal.requestId(), null);
	}

	private static KaspiApiException invalid(Refusal refusal, String meaning) {
		return new KaspiInvalidRequestException(refusal.describe(meaning), refusal.status(), refusal.code(),
				refusal.requestId(), null);
	}

}
