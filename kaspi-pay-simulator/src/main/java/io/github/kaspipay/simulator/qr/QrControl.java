/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.qr;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.simulator.page.QrPicture;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.ApiException;
import io.github.kaspipay.simulator.wire.MediaTypes;
import io.github.kaspipay.simulator.wire.Money;
import io.github.kaspipay.simulator.wire.Routes;
import io.github.kaspipay.simulator.wire.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * Lets other programs, and the simulator's pages, do with the QR API what a test does in
 * Java, and gives them its certificates.
 */
final class QrControl {

	static final String PKCS12_PATH = "/simulator/qr/client.p12";

	static final String PEM_PATH = "/simulator/qr/client.pem";

	private final SimulatedQr qr;

	QrControl(SimulatedQr qr) {
		this.qr = qr;
	}

	void addTo(Routes routes) {
		routes.on("GET", "/simulator/qr", (request, none) -> overview())
			.on("GET", "/simulator/qr/properties", (request, none) -> Answer.text(properties()))
			.on("GET", quoted(PKCS12_PATH),
					(request, none) -> Answer.secretFile("application/x-pkcs12", this.qr.certificates().clientPkcs12()))
			.on("GET", quoted(PEM_PATH), (request, none) -> pem(this.qr.certificates().clientPem()))
			.on("GET", "/simulator/qr/authority[.]pem", (request, none) -> pem(this.qr.certificates().authorityPem()))
			.on("GET", "/simulator/qr/payments",
					(request, none) -> Answer.json(200, this.qr.payments().stream().map(QrControl::json).toList()))
			.on("GET", "/simulator/qr/payments/{}", (request, id) -> Answer.json(200, json(payment(id))))
			.on("GET", "/simulator/qr/payments/{}/qr[.]svg", (request, id) -> code(payment(id).content()))
			.on("POST", "/simulator/qr/payments/{}/scan", change((request, id) -> this.qr.scan(id)))
			.on("POST", "/simulator/qr/payments/{}/confirm", change((request, id) -> this.qr.confirm(id)))
			.on("POST", "/simulator/qr/payments/{}/pay", change((request, id) -> this.qr.pay(id, amount(request))))
			.on("POST", "/simulator/qr/payments/{}/pay-late", change((request, id) -> this.qr.payLate(id)))
			.on("POST", "/simulator/qr/payments/{}/error", change((request, id) -> this.qr.fail(id)))
			.on("POST", "/simulator/qr/payments/{}/status",
					change((request, id) -> this.qr.forceStatus(id,
							WireJson.requiredText(WireJson.readObject(request), "status"))))
			.on("POST", "/simulator/qr/payments/{}/refund", change(this::refund))
			.on("GET", "/simulator/qr/returns",
					(request, none) -> Answer.json(200, this.qr.returns().stream().map(QrControl::json).toList()))
			.on("POST", "/simulator/qr/returns/{}/scan", this::scanReturn)
			.on("POST", "/simulator/qr/devices/forget", (request, none) -> forgetDevices());
	}

	private static String quoted(String path) {
		return path.replace(".", "[.]");
	}

	private Answer overview() {
		Map<String, Object> json = new LinkedHashMap<>();
		for (SimulatedQrScheme scheme : SimulatedQrScheme.values()) {
			json.put(scheme.toString(), this.qr.baseUrl(scheme));
		}
		json.put("organizationBin", this.qr.organizationBin());
		json.put("tradePointIds", this.qr.tradePointIds());
		return Answer.json(200, json);
	}

	/**
	 * Returns the properties that connect a Spring Boot application. The client's key is
	 * loaded from a file that is to be downloaded first.
	 */
	private String properties() {
		return String.format(Locale.ROOT, """
				kaspi.pay.api=qr
				kaspi.pay.base-url=%s
				kaspi.pay.qr.scheme=enhanced
				kaspi.pay.qr.organization-bin=%s
				kaspi.pay.qr.trade-point-id=%s
				kaspi.pay.ssl.bundle=kaspi
				spring.ssl.bundle.jks.kaspi.keystore.location=file:client.p12
				spring.ssl.bundle.jks.kaspi.keystore.password=%s
				spring.ssl.bundle.jks.kaspi.truststore.location=file:client.p12
				spring.ssl.bundle.jks.kaspi.truststore.password=%s
				""", this.qr.baseUrl(SimulatedQrScheme.ENHANCED), this.qr.organizationBin(),
				this.qr.tradePointIds().iterator().next(), this.qr.certificates().password(),
				this.qr.certificates().password());
	}

	private SimulatedQrPayment payment(String paymentId) {
		return this.qr.payment(paymentId)
			.orElseThrow(() -> new ApiException(404, "PAYMENT_NOT_FOUND", "There is no payment " + paymentId));
	}

	private static Answer code(String content) {
		if (content.isEmpty()) {
			throw new ApiException(404, "NO_QR_CODE", "A remote payment has no QR code");
		}
		return Answer.file("image/svg+xml", QrPicture.svg(content));
	}

	private Routes.Handler change(BiFunction<Request, String, SimulatedQrPayment> change) {
		return (request, id) -> {
			payment(id);
			boolean form = MediaTypes.isForm(request);
			try {
				SimulatedQrPayment changed = change.apply(request, id);
				return form ? Answer.seeOther(String.format(Locale.ROOT, "/phone?payment=%s&just", id))
						: Answer.json(200, json(changed));
			}
			catch (QrException ex) {
				throw new ApiException(422, "PAYMENT_NOT_REFUNDABLE", ex.getStatusCode().message());
			}
			catch (ApiException ex) {
				if (form) {
					// the page that is shown next tells what the payment's status is
					return Answer.seeOther("/phone?payment=" + id);
				}
				throw ex;
			}
		};
	}

	private static @Nullable BigDecimal amount(Request request) {
		return Money.optional(WireJson.readOptionalObject(request));
	}

	private SimulatedQrPayment refund(Request request, String id) {
		BigDecimal amount = amount(request);
		return this.qr.refund(id, (amount != null) ? amount : payment(id).refundable());
	}

	private Answer scanReturn(Request request, String id) {
		if (this.qr.returns().stream().noneMatch((each) -> each.returnId().equals(id))) {
			throw new ApiException(404, "RETURN_NOT_FOUND", "There is no return " + id);
		}
		SimulatedQrReturn scanned = this.qr.scanReturn(id);
		return MediaTypes.isForm(request) ? Answer.seeOther("/phone") : Answer.json(200, json(scanned));
	}

	private Answer forgetDevices() {
		this.qr.forgetDevices();
		return Answer.noContent();
	}

	private static Answer pem(String content) {
		return Answer.secretFile("application/x-pem-file", content.getBytes(StandardCharsets.US_ASCII));
	}

	private static Map<String, Object> json(SimulatedQrPayment payment) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("paymentId", payment.paymentId());
		json.put("form", payment.form().name().toLowerCase(Locale.ROOT));
		json.put("status", payment.status());
		json.put("open", payment.isOpen());
		json.put("amount", payment.amount());
		json.put("refundedAmount", payment.refundedAmount());
		json.put("tradePointId", payment.tradePointId());
		WireJson.putIfPresent(json, "reference", payment.reference());
		WireJson.putIfPresent(json, "phoneNumber", payment.phoneNumber());
		json.put("content", payment.content());
		json.put("createdAt", payment.createdAt().toString());
		json.put("expiresAt", payment.expiresAt().toString());
		WireJson.putIfPresent(json, "paidAt", payment.paidAt());
		return json;
	}

	private static Map<String, Object> json(SimulatedQrReturn each) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("returnId", each.returnId());
		json.put("status", each.status());
		json.put("tradePointId", each.tradePointId());
		json.put("content", each.content());
		json.put("createdAt", each.createdAt().toString());
		json.put("expiresAt", each.expiresAt().toString());
		return json;
	}

}
