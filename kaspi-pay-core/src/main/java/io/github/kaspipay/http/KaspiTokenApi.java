package io.github.kaspipay.http;

import io.github.kaspipay.http.KaspiHttpRequest.Authorization;
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
	byte @Nullable [] token(@RequestAttribute(KaspiHttpRequest.AUTHORIZATION) Authorization authorization,
			@RequestAttribute(KaspiHttpRequest.CALL) KaspiCallContext call, @RequestBody byte[] form);

}
