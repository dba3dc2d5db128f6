package io.github.kaspipay.test;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.qr.KaspiQrCode;
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
			.on("GET", "/simulator/qr/properties", (request, none) -> properties())
			.on("GET", quoted(PKCS12_PATH),
					(request, none) -> file("application/x-pkcs12", this.qr.certificates().clientPkcs12()))
			.on("GET", quoted(PEM_PATH), (request, none) -> file(this.qr.certificates().clientPem()))
			.on("GET", "/simulator/qr/authority[.]pem", (request, none) -> file(this.qr.certificates().authorityPem()))
			.on("GET", "/simulator/qr/payments",
					(request, none) -> Answer.json(200,
							this.qr.payments().stream().map(ControlJson::ofQrPayment).toList()))
			.on("GET", "/simulator/qr/payments/{}",
					(request, id) -> Answer.json(200, ControlJson.ofQrPayment(payment(id))))
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
					(request, none) -> Answer.json(200,
							this.qr.returns().stream().map(ControlJson::ofQrReturn).toList()))
			.on("POST", "/simulator/qr/returns/{}/scan", this::scanReturn)
			.on("POST", "/simulator/qr/devices/forget", (request, none) -> forgetDevices());
	}

	@Nullable String address() {
		return this.qr.address();
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

	private Answer properties() {
		return new Answer(200, Map.of("Content-Type", "text/plain; charset=UTF-8"), ConnectionProperties.of(this.qr));
	}

	private SimulatedQrPayment payment(String paymentId) {
		return this.qr.payment(paymentId)
			.orElseThrow(() -> new ApiException(404, "PAYMENT_NOT_FOUND", "There is no payment " + paymentId));
	}

	private static Answer code(String content) {
		if (content.isEmpty()) {
			throw new ApiException(404, "NO_QR_CODE", "A remote payment has no QR code");
		}
		return new Answer(200, Map.of("Content-Type", "image/svg+xml; charset=UTF-8", "Cache-Control", "no-cache",
				"X-Content-Type-Options", "nosniff"), KaspiQrCode.of(content).toSvg());
	}

	private Routes.Handler change(BiFunction<Request, String, SimulatedQrPayment> change) {
		return (request, id) -> {
			payment(id);
			boolean form = MediaTypes.isForm(request);
			try {
				SimulatedQrPayment changed = change.apply(request, id);
				return form ? Answer.seeOther(String.format(Locale.ROOT, "/phone?payment=%s&just", id))
						: Answer.json(200, ControlJson.ofQrPayment(changed));
			}
			catch (QrException ex) {
				throw new ApiException(422, "PAYMENT_NOT_REFUNDABLE", ex.getMessage());
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
		return ControlEndpoint.optionalAmount(WireJson.readOptionalObject(request));
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
		return MediaTypes.isForm(request) ? Answer.seeOther("/phone")
				: Answer.json(200, ControlJson.ofQrReturn(scanned));
	}

	private Answer forgetDevices() {
		this.qr.forgetDevices();
		return Answer.noContent();
	}

	private static Answer file(String pem) {
		return new Answer(200, Map.of("Content-Type", "application/x-pem-file", "Cache-Control", "no-store",
				"X-Content-Type-Options", "nosniff"), pem);
	}

	private static Answer file(String mediaType, byte[] content) {
		return new Answer(200,
				Map.of("Content-Type", mediaType, "Cache-Control", "no-store", "X-Content-Type-Options", "nosniff"), "",
				content);
	}

}
