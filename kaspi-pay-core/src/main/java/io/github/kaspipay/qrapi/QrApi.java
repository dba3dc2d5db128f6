/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import io.github.kaspipay.http.CallAttributes;
import io.github.kaspipay.http.CallAttributes.Authorization;
import io.github.kaspipay.observation.KaspiCallContext;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;

/**
 * The QR API on the wire. Requests and responses are the JSON's bytes, written and read
 * elsewhere: no exception made on the way can quote one.
 */
interface QrApi {

	@PostExchange(url = "/{group}/{name}", contentType = MediaType.APPLICATION_JSON_VALUE)
	byte @Nullable [] post(
			@RequestAttribute(name = CallAttributes.AUTHORIZATION, required = false) @Nullable Authorization key,
			@RequestAttribute(CallAttributes.CALL) KaspiCallContext call,
			@RequestAttribute(CallAttributes.REQUEST_ID) String requestId, @PathVariable("group") String group,
			@PathVariable("name") String name, @RequestBody byte[] body);

	@GetExchange("/{group}/status/{id}")
	byte @Nullable [] status(
			@RequestAttribute(name = CallAttributes.AUTHORIZATION, required = false) @Nullable Authorization key,
			@RequestAttribute(CallAttributes.CALL) KaspiCallContext call,
			@RequestAttribute(CallAttributes.REQUEST_ID) String requestId, @PathVariable("group") String group,
			@PathVariable("id") String id);

	@GetExchange("/payment/details")
	byte @Nullable [] details(
			@RequestAttribute(name = CallAttributes.AUTHORIZATION, required = false) @Nullable Authorization key,
			@RequestAttribute(CallAttributes.CALL) KaspiCallContext call,
			@RequestAttribute(CallAttributes.REQUEST_ID) String requestId,
			@RequestParam("QrPaymentId") String paymentId, @RequestParam("DeviceToken") String deviceToken);

}
