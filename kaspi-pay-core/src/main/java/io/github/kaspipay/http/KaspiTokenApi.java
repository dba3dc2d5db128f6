package io.github.kaspipay.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.service.annotation.PostExchange;

/**
 * The OAuth2 client credentials grant on the wire (RFC 6749, section 4.4).
 */
interface KaspiTokenApi {

	@PostExchange(url = "/oauth/token", contentType = "application/x-www-form-urlencoded")
	TokenAnswer token(@RequestHeader("Authorization") String authorization,
			@RequestBody MultiValueMap<String, String> form);

	record TokenAnswer(@JsonProperty("access_token") @Nullable String accessToken,
			@JsonProperty("expires_in") @Nullable Long expiresIn) {

		@Override
		public String toString() {
			return "TokenAnswer[]";
		}

	}

}
