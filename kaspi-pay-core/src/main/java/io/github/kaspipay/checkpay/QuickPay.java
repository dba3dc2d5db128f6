/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import io.github.kaspipay.KaspiApiException;
import io.github.kaspipay.KaspiInvalidRequestException;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.http.JsonResponse;
import io.github.kaspipay.http.KaspiCalls;
import io.github.kaspipay.http.KaspiHttpTransport;
import io.github.kaspipay.http.RefusalReader.Refusal;
import io.github.kaspipay.http.SettingNames;
import io.github.kaspipay.json.KaspiJson;
import io.github.kaspipay.logging.Printable;
import io.github.kaspipay.observation.KaspiCallContext.Operation;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.OrderRules;
import org.jspecify.annotations.Nullable;

/**
 * Has Kaspi prepare the payment of an order, so that its customer is led right to it.
 * Kaspi then calls as for any other order: that the customer comes back says nothing.
 * Sends again only what was certainly not carried out. Thread-safe. Internal: it may
 * change in any release.
 */
public final class QuickPay {

	private static final String PREPARE = "prepare payment";

	private static final BigDecimal DONE = BigDecimal.ZERO;

	private static final int TIYN_DECIMALS = 2;

	private static final int MAX_MESSAGE = 200;

	private final Supplier<QuickPayApi> api;

	private final KaspiCalls calls;

	private final SettingNames names;

	private final URI address;

	private final Settings settings;

	/**
	 * Creates it. Nothing is sent yet.
	 * @param transport carries the calls; its base address is all of quick pay's
	 * @param settings what Kaspi is told of each payment
	 */
	public QuickPay(KaspiHttpTransport transport, Settings settings) {
		this.names = transport.names();
		this.api = transport.api(QuickPayApi.class, this::refused);
		this.calls = transport.calls();
		this.address = transport.baseUrl();
		this.settings = settings;
	}

	/**
	 * Prepares a payment.
	 * @param orderId the order's id
	 * @param request the order
	 * @return where the customer pays
	 */
	Prepared prepare(String orderId, KaspiOrderRequest request) {
		byte[] body = KaspiJson.write(members(orderId, request)).getBytes(StandardCharsets.UTF_8);
		return this.calls.forUser(PREPARE, Operation.CREATE, orderId,
				(attempts) -> attempts.once(() -> read(this.api.get().prepare(attempts.context(), body))));
	}

	private Map<String, @Nullable Object> members(String orderId, KaspiOrderRequest request) {
		URI returnUrl = (request.getReturnUrl() != null) ? request.getReturnUrl() : this.settings.returnUrl();
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		members.put("TranId", orderId);
		members.put("OrderId", request.getReference());
		members.put("Amount", request.getAmount().movePointRight(TIYN_DECIMALS));
		members.put("Service", this.settings.service());
		members.put("returnUrl", (returnUrl != null) ? returnUrl.toASCIIString() : null);
		members.put("refererHost", this.settings.refererHost());
		members.put("GenerateQrCode", this.settings.qrCode());
		return members;
	}

	private Prepared read(byte @Nullable [] content) {
		Map<String, @Nullable Object> response = JsonResponse.read(content, PREPARE, this.names);
		String code = KaspiJson.text(response.get("code"));
		if (code == null) {
			throw JsonResponse.unusable(PREPARE, "code");
		}
		if (!isDone(code)) {
			String message = KaspiJson.text(response.get("message"));
			String detail = (message != null) ? Printable.line(message, MAX_MESSAGE) : "without a message";
			throw new KaspiInvalidRequestException("Kaspi refused to prepare the payment: " + detail, 200,
					Printable.line(code, MAX_MESSAGE), null, null);
		}
		return new Prepared(redirectUrl(response), picture(response));
	}

	private static boolean isDone(String code) {
		try {
			return DONE.compareTo(new BigDecimal(code)) == 0;
		}
		catch (NumberFormatException ex) {
			return false;
		}
	}

	private URI redirectUrl(Map<String, @Nullable Object> response) {
		try {
			URI redirectUrl = new URI(Objects.requireNonNullElse(KaspiJson.text(response.get("redirectUrl")), ""));
			boolean https = "https".equalsIgnoreCase(redirectUrl.getScheme());
			boolean local = "http".equalsIgnoreCase(redirectUrl.getScheme())
					&& OrderRules.isLoopback(redirectUrl.getHost()) && OrderRules.isLoopback(this.address.getHost());
			if (redirectUrl.getHost() != null && (https || local)) {
				return redirectUrl;
			}
		}
		catch (URISyntaxException ex) {
			// not an address at all
		}
		throw JsonResponse.unusable(PREPARE, "redirectUrl");
	}

	/**
	 * A payment can be made without its picture.
	 */
	private static @Nullable String picture(Map<String, @Nullable Object> response) {
		String picture = KaspiJson.text(response.get("qrCodeImage"));
		try {
			return (picture != null && Base64.getDecoder().decode(picture).length > 0) ? picture : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private KaspiApiException refused(Refusal refusal) {
		if (refusal.status() == 429) {
			return new KaspiRateLimitException(refusal.describe("Too many calls to Kaspi (429)"), refusal.code(),
					refusal.requestId(), refusal.retryAfter());
		}
		return new KaspiInvalidRequestException(
				refusal.describe("Kaspi refused to prepare the payment (" + refusal.status() + "): check "
						+ this.names.baseUrl() + " and " + this.names.of("check-pay.quick-pay.service")),
				refusal.status(), refusal.code(), refusal.requestId(), null);
	}

	/**
	 * What Kaspi is told of each payment.
	 *
	 * @param service the service that is paid, from Kaspi
	 * @param refererHost the host of the merchant's site, or {@code null}
	 * @param returnUrl where customers come back to whose order names no address, or
	 * {@code null}
	 * @param qrCode whether Kaspi is asked for a picture of the QR code
	 */
	public record Settings(String service, @Nullable String refererHost, @Nullable URI returnUrl, boolean qrCode) {

	}

	/**
	 * A payment that is prepared.
	 *
	 * @param redirectUrl where the customer pays
	 * @param picture a picture of its QR code, a PNG in Base64, or {@code null} if there
	 * is none
	 */
	record Prepared(URI redirectUrl, @Nullable String picture) {

	}

}
