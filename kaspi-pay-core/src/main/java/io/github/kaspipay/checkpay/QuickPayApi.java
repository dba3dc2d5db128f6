/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import io.github.kaspipay.http.CallAttributes;
import io.github.kaspipay.observation.KaspiCallContext;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.PostExchange;

/**
 * Quick pay on the wire: one address.
 */
interface QuickPayApi {

	@PostExchange(contentType = MediaType.APPLICATION_JSON_VALUE)
	byte @Nullable [] prepare(@RequestAttribute(CallAttributes.CALL) KaspiCallContext call,
			@RequestBody byte[] payment);

}
