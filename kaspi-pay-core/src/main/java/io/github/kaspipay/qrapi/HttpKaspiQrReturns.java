/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.kaspipay.observation.KaspiCallContext.Operation;
import io.github.kaspipay.order.OrderRules;
import io.github.kaspipay.qrapi.QrResponse.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Returns over HTTP. Thread-safe.
 */
final class HttpKaspiQrReturns implements KaspiQrReturns {

	private static final String START = "start return";

	private static final String STATUS = "get return";

	private static final String PURCHASES = "list purchases";

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private final QrCalls qr;

	HttpKaspiQrReturns(QrCalls qr) {
		this.qr = qr;
	}

	@Override
	public QrReturn start(String reference) {
		if (!OrderRules.isReference(reference)) {
			throw new IllegalArgumentException("reference must be 1 to 64 visible characters, without spaces");
		}
		return this.qr.calls().forUser(START, Operation.REFUND, null, this.qr.withDevice((token, attempts) -> {
			Map<String, @Nullable Object> body = new LinkedHashMap<>();
			body.put("DeviceToken", token);
			body.put("ExternalId", reference);
			Fields data = attempts.repeatable(() -> this.qr.post(START, attempts, "return/create", body).fields());
			return new QrReturn(data.requireId("QrReturnId"), data.requireText("QrToken"), data.date("ExpireDate"),
					data.fields("QrReturnBehaviorOptions")
						.seconds("QrCodeScanEventPollingInterval", INTERVAL, Duration.ofHours(1)));
		}));
	}

	@Override
	public String status(String returnId) {
		requireReturnId(returnId);
		return this.qr.calls()
			.forUser(STATUS, Operation.STATUS, null, (attempts) -> attempts
				.repeatable(() -> this.qr.status(STATUS, attempts, "return", returnId).fields().requireText("Status")));
	}

	@Override
	public List<Purchase> purchases(String returnId, int max) {
		requireReturnId(returnId);
		if (max < 1) {
			throw new IllegalArgumentException("max must be at least 1");
		}
		return this.qr.calls().forUser(PURCHASES, Operation.STATUS, null, this.qr.withDevice((token, attempts) -> {
			Map<String, @Nullable Object> body = new LinkedHashMap<>();
			body.put("DeviceToken", token);
			body.put("QrReturnId", new BigDecimal(returnId));
			body.put("MaxResult", BigDecimal.valueOf(max));
			return attempts.repeatable(() -> this.qr.post(PURCHASES, attempts, "return/operations", body)
				.list()
				.stream()
				.map((purchase) -> new Purchase(purchase.requireId("QrPaymentId"), purchase.amount("Amount"),
						purchase.date("TransactionDate")))
				.toList());
		}));
	}

	private static void requireReturnId(String returnId) {
		if (returnId == null || !returnId.matches("[0-9]{1,18}")) {
			throw new IllegalArgumentException("returnId must have 1 to 18 digits");
		}
	}

}
