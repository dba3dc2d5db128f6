/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.order;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.ApiException;
import io.github.kaspipay.simulator.wire.Money;
import io.github.kaspipay.simulator.wire.WireJson;
import wiremock.com.fasterxml.jackson.databind.JsonNode;

/**
 * Creates, shows and refunds orders for the merchant.
 */
final class OrdersEndpoint {

	private final String merchantId;

	private final OrderBook orders;

	private volatile boolean merchantBlocked;

	OrdersEndpoint(String merchantId, OrderBook orders) {
		this.merchantId = merchantId;
		this.orders = orders;
	}

	void blockMerchant(boolean blocked) {
		this.merchantBlocked = blocked;
	}

	Answer create(Request request) {
		if (this.merchantBlocked) {
			throw new ApiException(402, "MERCHANT_BLOCKED", "The merchant is blocked");
		}
		SimulatedOrder order = this.orders.create(NewOrder.read(WireJson.readObject(request), this.merchantId));
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("orderId", order.orderId());
		body.put("status", order.status());
		body.put("qrData", order.qrData());
		body.put("paymentUrl", order.paymentUrl().toString());
		body.put("expiresAt", order.expiresAt().toString());
		return Answer.json(201, body);
	}

	Answer status(String orderId) {
		SimulatedOrder order = existing(orderId);
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("orderId", order.orderId());
		body.put("status", order.status());
		body.put("amount", order.amount());
		body.put("createdAt", order.createdAt().toString());
		if (order.paidAt() != null) {
			body.put("paidAt", order.paidAt().toString());
		}
		return Answer.json(200, body);
	}

	Answer refund(String orderId, Request request) {
		existing(orderId);
		JsonNode json = WireJson.readObject(request);
		BigDecimal amount = Money.read(json);
		WireJson.optionalText(json, "reason");
		SimulatedOrder order = this.orders.refund(orderId, amount);
		Map<String, Object> refunded = new LinkedHashMap<>();
		refunded.put("value", amount);
		refunded.put("currency", Money.CURRENCY);
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("refundId", "REF-" + UUID.randomUUID());
		body.put("status", order.status());
		body.put("amount", refunded);
		return Answer.json(200, body);
	}

	private SimulatedOrder existing(String orderId) {
		return this.orders.find(orderId).orElseThrow(() -> ApiException.orderNotFound(orderId));
	}

}
