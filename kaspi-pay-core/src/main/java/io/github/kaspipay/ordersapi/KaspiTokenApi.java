/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ordersapi;

import io.github.kaspipay.http.CallAttributes;
import io.github.kaspipay.http.CallAttributes.Authorization;
import io.github.kaspipay.observation.KaspiCallContext;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.PostExchange;

/**
 * The OAuth2 client credentials grant on the wire (RFC 6749, section 4.4).
 */
interface KaspiTokenApi {

	@PostExchange(url = "/oauth/token", contentType = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
	byte @Nullable [] token(@RequestAttribute(CallAttributes.AUTHORIZATION) Authorization authorization,
			@RequestAttribute(CallAttributes.CALL) KaspiCallContext call, @RequestBody byte[] form);

}
