/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.qr;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.simulator.fault.Operation;
import io.github.kaspipay.simulator.qr.SimulatedQrPayment.Form;
import io.github.kaspipay.simulator.tls.ClientCertificate;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.ApiException;
import io.github.kaspipay.simulator.wire.Routes;
import io.github.kaspipay.simulator.wire.WireJson;
import org.jspecify.annotations.Nullable;
import wiremock.com.fasterxml.jackson.databind.JsonNode;

/**
 * The QR API as the merchant calls it.
 */
final class QrEndpoint {

	private static final Set<SimulatedQrScheme> ALL = EnumSet.allOf(SimulatedQrScheme.class);

	private static final Set<SimulatedQrScheme> REFUNDING = EnumSet.of(SimulatedQrScheme.STANDARD,
			SimulatedQrScheme.ENHANCED);

	private static final Set<SimulatedQrScheme> STANDARD = EnumSet.of(SimulatedQrScheme.STANDARD);

	private static final Set<SimulatedQrScheme> ENHANCED = EnumSet.of(SimulatedQrScheme.ENHANCED);

	private static final List<String> PAYMENT_METHODS = List.of("Gold", "Red", "Loan");

	private static final int MAX_OPERATIONS = 100;

	private final QrMerchant merchant;

	private final QrDevices devices;

	private final QrPaymentBook payments;

	private final QrReturnBook returns;

	private final QrCalls calls;

	private long lastReturnOperation = 15_000;

	QrEndpoint(QrMerchant merchant, QrDevices devices, QrPaymentBook payments, QrReturnBook returns) {
		this.merchant = merchant;
		this.devices = devices;
		this.payments = payments;
		this.returns = returns;
		this.calls = new QrCalls()
			.on("GET", "/partner/tradepoints", Operation.LOOK_UP, EnumSet.complementOf(EnumSet.copyOf(ENHANCED)),
					(request, none) -> tradePoints())
			.on("GET", "/partner/tradepoints/{}", Operation.LOOK_UP, ENHANCED, (request, bin) -> tradePoints(bin))
			.on("POST", "/device/register", Operation.DEVICE, ALL, (request, none) -> register(request))
			.on("POST", "/device/delete", Operation.DEVICE, ALL, (request, none) -> delete(request))
			.on("POST", "/qr/create", Operation.CREATE, ALL, (request, none) -> createQr(request))
			.on("POST", "/qr/create-link", Operation.CREATE, ALL, (request, none) -> createLink(request))
			.on("GET", "/payment/status/{}", Operation.STATUS, ALL, (request, id) -> status(id))
			.on("GET", "/payment/details", Operation.DETAILS, REFUNDING, (request, none) -> details(request))
			.on("POST", "/payment/return", Operation.REFUND, REFUNDING, (request, none) -> refund(request))
			.on("POST", "/return/create", Operation.RETURN, STANDARD, (request, none) -> createReturn(request))
			.on("GET", "/return/status/{}", Operation.RETURN, STANDARD, (request, id) -> returnStatus(id))
			.on("POST", "/return/operations", Operation.RETURN, STANDARD, (request, none) -> operations(request))
			.on("GET", "/remote/client-info", Operation.LOOK_UP, ENHANCED, (request, none) -> client(request))
			.on("POST", "/remote/create", Operation.CREATE, ENHANCED, (request, none) -> createRemote(request))
			.on("POST", "/remote/cancel", Operation.CANCEL, ENHANCED, (request, none) -> cancel(request))
			.on("GET", "/health/ping", Operation.LOOK_UP, ALL, (request, none) -> QrJson.success(null))
			.on("POST", "/test/payment/scan", Operation.TEST, ALL, test(payments::scan))
			.on("POST", "/test/payment/confirm", Operation.TEST, ALL, test((id) -> payments.confirm(id, null)))
			.on("POST", "/test/payment/scanerror", Operation.TEST, ALL, test(payments::failScan))
			.on("POST", "/test/payment/confirmerror", Operation.TEST, ALL, test(payments::failConfirmation));
	}

	@Nullable Operation operation(Request request) {
		return this.calls.operation(request);
	}

	/**
	 * Refuses who does not show what the scheme asks for.
	 */
	@Nullable Answer refusal(Request request) {
		if (QrCalls.scheme(request) == SimulatedQrScheme.BASIC) {
			return hasKey(request) ? null : new Answer(401, Map.of(), "");
		}
		return ClientCertificate.isShown(request) ? null : QrJson.error(QrStatusCode.NO_CERTIFICATE);
	}

	private boolean hasKey(Request request) {
		String key = request.getHeader("Api-Key");
		return key != null && MessageDigest.isEqual(key.getBytes(StandardCharsets.UTF_8),
				this.merchant.apiKey().getBytes(StandardCharsets.UTF_8));
	}

	Answer answer(Request request) {
		try {
			return this.calls.answer(request);
		}
		catch (QrException ex) {
			return QrJson.error(ex.getStatusCode());
		}
	}

	private Answer tradePoints() {
		return QrJson.success(QrDevices.TRADE_POINTS.entrySet()
			.stream()
			.map((entry) -> tradePoint(entry.getKey(), entry.getValue()))
			.toList());
	}

	private static Map<String, Object> tradePoint(String id, String name) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("TradePointId", Long.parseLong(id));
		json.put("TradePointName", name);
		return json;
	}

	private Answer tradePoints(String organizationBin) {
		if (!organizationBin.equals(this.merchant.organizationBin())) {
			throw new QrException(QrStatusCode.NO_TRADE_POINTS);
		}
		return tradePoints();
	}

	private Answer register(Request request) {
		JsonNode json = WireJson.readObject(request);
		requireOrganization(request, json, QrStatusCode.TRADE_POINT_NOT_FOUND);
		return QrJson.success(Map.of("DeviceToken",
				this.devices.register(WireJson.requiredText(json, "DeviceId"), QrJson.id(json, "TradePointId"))));
	}

	private Answer delete(Request request) {
		this.devices.delete(WireJson.requiredText(body(request), "DeviceToken"));
		return QrJson.success(null);
	}

	private Answer createQr(Request request) {
		JsonNode json = body(request);
		String tradePointId = seller(json);
		SimulatedQrPayment payment = this.payments.createQr(QrJson.amount(json), tradePointId,
				WireJson.optionalText(json, "ExternalId"));
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("QrToken", payment.content());
		data.put("ExpireDate", QrJson.date(payment.expiresAt()));
		data.put("QrPaymentId", Long.parseLong(payment.paymentId()));
		data.put("PaymentMethods", PAYMENT_METHODS);
		data.put("QrPaymentBehaviorOptions", this.payments.windows().toJson("QrCodeScanWaitTimeout"));
		return QrJson.success(data);
	}

	private Answer createLink(Request request) {
		JsonNode json = body(request);
		String tradePointId = seller(json);
		SimulatedQrPayment payment = this.payments.createLink(QrJson.amount(json), tradePointId,
				WireJson.optionalText(json, "ExternalId"));
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("PaymentLink", payment.content());
		data.put("ExpireDate", QrJson.date(payment.expiresAt()));
		data.put("PaymentId", Long.parseLong(payment.paymentId()));
		data.put("PaymentMethods", PAYMENT_METHODS);
		data.put("PaymentBehaviorOptions", this.payments.windows().toJson("LinkActivationWaitTimeout"));
		return QrJson.success(data);
	}

	private Answer status(String paymentId) {
		SimulatedQrPayment payment = payment(paymentId, QrStatusCode.PAYMENT_NOT_FOUND);
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("Status", payment.status());
		if (payment.isPaid()) {
			data.put("TransactionId", "TXN" + payment.paymentId());
			data.put("ProductType", PAYMENT_METHODS.get(0));
			data.put("Amount", payment.amount());
			data.put("StoreName", QrDevices.TRADE_POINTS.get(payment.tradePointId()));
			data.put("Address", "Abay avenue, 1");
			data.put("City", "Almaty");
		}
		return QrJson.success(data);
	}

	private Answer details(Request request) {
		SimulatedQrPayment payment = sold(QrJson.parameter(request, "QrPaymentId"),
				QrJson.parameter(request, "DeviceToken"));
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("QrPaymentId", Long.parseLong(payment.paymentId()));
		data.put("TotalAmount", payment.amount());
		data.put("AvailableReturnAmount", WireJson.number(payment.isPaid() ? payment.refundable() : BigDecimal.ZERO));
		data.put("TransactionDate",
				QrJson.localDate((payment.paidAt() != null) ? payment.paidAt() : payment.createdAt()));
		return QrJson.success(data);
	}

	private Answer refund(Request request) {
		JsonNode json = body(request);
		SimulatedQrPayment payment = sold(QrJson.id(json, "QrPaymentId"), WireJson.requiredText(json, "DeviceToken"));
		if (QrCalls.scheme(request) == SimulatedQrScheme.STANDARD) {
			requireCustomer(QrJson.id(json, "QrReturnId"));
		}
		this.payments.refund(payment.paymentId(), QrJson.amount(json));
		return QrJson.success(Map.of("ReturnOperationId", nextReturnOperation()));
	}

	private synchronized long nextReturnOperation() {
		return ++this.lastReturnOperation;
	}

	private Answer createReturn(Request request) {
		JsonNode json = body(request);
		QrWindows windows = this.payments.windows();
		SimulatedQrReturn created = this.returns
			.create(this.devices.require(WireJson.requiredText(json, "DeviceToken")), windows);
		Map<String, Object> options = new LinkedHashMap<>();
		options.put("QrCodeScanEventPollingInterval", windows.pollingInterval().toSeconds());
		options.put("QrCodeScanWaitTimeout", windows.scan().toSeconds());
		Map<String, Object> data = new LinkedHashMap<>();
		data.put("QrToken", created.content());
		data.put("ExpireDate", QrJson.date(created.expiresAt()));
		data.put("QrReturnId", Long.parseLong(created.returnId()));
		data.put("QrReturnBehaviorOptions", options);
		return QrJson.success(data);
	}

	private Answer returnStatus(String returnId) {
		return QrJson.success(Map.of("Status",
				this.returns.find(returnId)
					.orElseThrow(() -> new QrException(QrStatusCode.PAYMENT_ID_NOT_FOUND))
					.status()));
	}

	private Answer operations(Request request) {
		JsonNode json = body(request);
		this.devices.require(WireJson.requiredText(json, "DeviceToken"));
		requireCustomer(QrJson.id(json, "QrReturnId"));
		return QrJson.success(this.payments.newestFirst()
			.stream()
			.filter((payment) -> payment.isPaid() && payment.refundable().signum() > 0)
			.limit(Math.max(0, json.path("MaxResult").asInt(MAX_OPERATIONS)))
			.map(QrEndpoint::operation)
			.toList());
	}

	private static Map<String, Object> operation(SimulatedQrPayment payment) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("QrPaymentId", Long.parseLong(payment.paymentId()));
		json.put("TransactionDate",
				QrJson.localDate((payment.paidAt() != null) ? payment.paidAt() : payment.createdAt()));
		json.put("Amount", payment.amount());
		return json;
	}

	private void requireCustomer(String returnId) {
		if (!this.returns.find(returnId).map(SimulatedQrReturn::isIdentified).orElse(false)) {
			throw new QrException(QrStatusCode.REFUND_FAILED);
		}
	}

	private Answer client(Request request) {
		this.devices.require(QrJson.parameter(request, "deviceToken"));
		phoneNumber(QrJson.parameter(request, "phoneNumber"));
		return QrJson.success(Map.of("ClientName", "Aigerim S."));
	}

	private Answer createRemote(Request request) {
		JsonNode json = body(request);
		String tradePointId = seller(json);
		SimulatedQrPayment payment = this.payments.createRemote(QrJson.amount(json), tradePointId,
				phoneNumber(WireJson.requiredText(json, "PhoneNumber")), WireJson.optionalText(json, "Comment"));
		return QrJson.success(Map.of("QrPaymentId", Long.parseLong(payment.paymentId())));
	}

	private static String phoneNumber(String text) {
		if (!text.matches("\\+?\\d{10,11}")) {
			throw ApiException.invalid("The phone number must have 10 or 11 digits");
		}
		return text;
	}

	private Answer cancel(Request request) {
		JsonNode json = body(request);
		SimulatedQrPayment payment = sold(QrJson.id(json, "QrPaymentId"), WireJson.requiredText(json, "DeviceToken"));
		if (payment.form() != Form.REMOTE || !payment.isToBeConfirmed()) {
			throw new QrException(QrStatusCode.PAYMENT_NOT_FOUND);
		}
		return QrJson.success(Map.of("Status", this.payments.cancel(payment.paymentId()).status()));
	}

	private Routes.Handler test(Customer customer) {
		return (request, none) -> {
			SimulatedQrPayment payment = payment(QrJson.id(WireJson.readObject(request), "qrPaymentId"),
					QrStatusCode.PAYMENT_NOT_FOUND);
			customer.act(payment.paymentId());
			return QrJson.success(null);
		};
	}

	/**
	 * Reads a body that names the organization where the scheme has one. The devices of
	 * another organization are unknown.
	 */
	private JsonNode body(Request request) {
		JsonNode json = WireJson.readObject(request);
		requireOrganization(request, json, QrStatusCode.DEVICE_UNKNOWN);
		return json;
	}

	private void requireOrganization(Request request, JsonNode json, QrStatusCode other) {
		if (QrCalls.scheme(request) == SimulatedQrScheme.ENHANCED
				&& !WireJson.requiredText(json, "OrganizationBin").equals(this.merchant.organizationBin())) {
			throw new QrException(other);
		}
	}

	private String seller(JsonNode json) {
		return this.devices.requireEnabled(WireJson.requiredText(json, "DeviceToken"));
	}

	private SimulatedQrPayment sold(String paymentId, String deviceToken) {
		String tradePointId = this.devices.require(deviceToken);
		SimulatedQrPayment payment = payment(paymentId, QrStatusCode.PAYMENT_ID_NOT_FOUND);
		if (!payment.tradePointId().equals(tradePointId)) {
			throw new QrException(QrStatusCode.TRADE_POINT_MISMATCH);
		}
		return payment;
	}

	private SimulatedQrPayment payment(String paymentId, QrStatusCode otherwise) {
		return this.payments.find(paymentId).orElseThrow(() -> new QrException(otherwise));
	}

	/**
	 * What a customer does.
	 */
	private interface Customer {

		SimulatedQrPayment act(String paymentId);

	}

}
