/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ordersapi;

import io.github.kaspipay.http.CallAttributes;
import io.github.kaspipay.http.CallAttributes.Authorization;
import io.github.kaspipay.observation.KaspiCallContext;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.HttpExchange;
import org.springframework.web.service.annotation.PostExchange;

/**
 * Orders on the wire, as in the Kaspi Pay contract. Requests and responses are the JSON's
 * bytes, written and read elsewhere: no exception made on the way can quote one.
 */
@HttpExchange("/payment/orders")
interface KaspiOrdersApi {

	@PostExchange(contentType = MediaType.APPLICATION_JSON_VALUE)
	byte @Nullable [] create(@RequestAttribute(CallAttributes.AUTHORIZATION) Authorization authorization,
			@RequestAttribute(CallAttributes.CALL) KaspiCallContext call, @RequestBody byte[] order);

	@GetExchange("/{orderId}")
	byte @Nullable [] status(@RequestAttribute(CallAttributes.AUTHORIZATION) Authorization authorization,
			@RequestAttribute(CallAttributes.CALL) KaspiCallContext call, @PathVariable("orderId") String orderId);

	@PostExchange(url = "/{orderId}/refund", contentType = MediaType.APPLICATION_JSON_VALUE)
	byte @Nullable [] refund(@RequestAttribute(CallAttributes.AUTHORIZATION) Authorization authorization,
			@RequestAttribute(CallAttributes.CALL) KaspiCallContext call, @PathVariable("orderId") String orderId,
			@RequestBody byte[] refund);

}
