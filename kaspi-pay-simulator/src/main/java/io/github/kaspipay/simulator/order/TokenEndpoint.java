/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.order;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.MediaTypes;
import org.jspecify.annotations.Nullable;

/**
 * Issues access tokens to those who know the client's credentials.
 */
final class TokenEndpoint {

	private static final String SCOPE = "payment.orders";

	private final ClientCredentials client;

	private final AccessTokens tokens;

	TokenEndpoint(ClientCredentials client, AccessTokens tokens) {
		this.client = client;
		this.tokens = tokens;
	}

	Answer issue(Request request) {
		if (!isAuthenticated(request.getHeader("Authorization"))) {
			return error(401, "invalid_client", "The client id or the client secret is wrong")
				.withHeader("WWW-Authenticate", "Basic realm=\"Kaspi Pay\"");
		}
		if (!MediaTypes.isForm(request)) {
			return error(400, "invalid_request", "The body must be application/x-www-form-urlencoded");
		}
		String grantType = singleValue(request, "grant_type");
		if (grantType == null) {
			return error(400, "invalid_request", "grant_type must be given once");
		}
		if (!grantType.equals("client_credentials")) {
			return error(400, "unsupported_grant_type", "grant_type must be client_credentials");
		}
		String scope = singleValue(request, "scope");
		if (scope == null || !List.of(scope.split(" ")).contains(SCOPE)) {
			return error(400, "invalid_scope", "scope must contain " + SCOPE);
		}
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("access_token", this.tokens.issue());
		body.put("token_type", "Bearer");
		body.put("expires_in", AccessTokens.VALID_FOR.toSeconds());
		return Answer.json(200, body).withHeader("Cache-Control", "no-store");
	}

	private boolean isAuthenticated(@Nullable String authorization) {
		if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
			return false;
		}
		try {
			byte[] decoded = Base64.getDecoder().decode(authorization.substring(6).trim());
			return new String(decoded, StandardCharsets.UTF_8).equals(this.client.id() + ":" + this.client.secret());
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static @Nullable String singleValue(Request request, String name) {
		List<String> values = request.formParameter(name).getValues();
		return (values.size() == 1) ? values.get(0) : null;
	}

	private static Answer error(int status, String error, String description) {
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("error", error);
		body.put("error_description", description);
		return Answer.json(status, body);
	}

}
