package io.github.kaspipay.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.kaspipay.http.KaspiHttpRequest.Authorization;
import org.jspecify.annotations.Nullable;

import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.service.annotation.PostExchange;

/**
 * The OAuth2 client credentials grant on the wire (RFC 6749, section 4.4).
 */
interface KaspiTokenApi {

	@PostExchange(url = "/oauth/token", contentType = "application/x-www-form-urlencoded")
	byte @Nullable [] token(@RequestAttribute(KaspiHttpRequest.AUTHORIZATION) Authorization authorization,
			@RequestBody MultiValueMap<String, String> form);

	record TokenResponse(@JsonProperty("access_token") @Nullable String accessToken,
			@JsonProperty("expires_in") @Nullable Long expiresIn) {

		@Override
		public String toString() {
			return "TokenResponse[]";
		}

	}

}
