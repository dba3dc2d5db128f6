/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ordersapi;

import java.math.BigDecimal;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;

import io.github.kaspipay.http.CallAttributes.Authorization;
import io.github.kaspipay.http.JsonResponse;
import io.github.kaspipay.http.KaspiCalls;
import io.github.kaspipay.http.KaspiCalls.Attempts;
import io.github.kaspipay.http.KaspiHttpTransport;
import io.github.kaspipay.http.SettingNames;
import io.github.kaspipay.json.KaspiJson;
import io.github.kaspipay.observation.KaspiCallContext;
import io.github.kaspipay.observation.KaspiCallContext.Caller;
import io.github.kaspipay.observation.KaspiCallContext.Operation;
import io.github.kaspipay.token.KaspiAccessToken;
import io.github.kaspipay.token.KaspiTokenSource;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

/**
 * Asks Kaspi Pay for an access token with the client's credentials. Thread-safe.
 * Internal: it may change in any release.
 */
public final class HttpTokenSource implements KaspiTokenSource {

	private static final String GET_TOKEN = "get access token";

	/**
	 * A token's lifetime by the contract; a longer one in an answer is not believed.
	 */
	private static final Duration LIFETIME = Duration.ofHours(1);

	private static final Duration SHORTEST_LIFETIME = Duration.ofSeconds(1);

	private final Supplier<KaspiTokenApi> api;

	private final SettingNames names;

	private final KaspiCalls calls;

	private final ClientCredentials credentials;

	private final Clock clock;

	/**
	 * Creates the source. Nothing is sent yet.
	 * @param transport carries the call
	 * @param credentials the client's credentials
	 * @param clock the clock
	 */
	public HttpTokenSource(KaspiHttpTransport transport, ClientCredentials credentials, Clock clock) {
		this.api = transport.api(KaspiTokenApi.class, new OrderRefusals(transport.names()));
		this.names = transport.names();
		this.calls = transport.calls();
		this.credentials = credentials;
		this.clock = clock;
	}

	@Override
	public KaspiAccessToken get() {
		return this.calls.asPart(GET_TOKEN, Operation.TOKEN, this::get);
	}

	@Override
	public KaspiAccessToken getInBackground() {
		return this.calls.asPart(GET_TOKEN, Operation.TOKEN, Caller.BACKGROUND, this::get);
	}

	private KaspiAccessToken get(Attempts attempts) {
		return attempts.repeatable(() -> fetch(attempts.context()));
	}

	private KaspiAccessToken fetch(KaspiCallContext context) {
		Instant askedAt = this.clock.instant();
		Map<String, @Nullable Object> response = JsonResponse
			.read(this.api.get().token(authorization(), context, form()), GET_TOKEN, this.names);
		String token = KaspiJson.text(response.get("access_token"));
		if (token == null || !KaspiAccessToken.isValue(token)) {
			throw JsonResponse.unusable(GET_TOKEN, "access_token");
		}
		return new KaspiAccessToken(token, askedAt.plus(lifetime(response.get("expires_in"))));
	}

	private static Duration lifetime(@Nullable Object expiresIn) {
		if (expiresIn == null) {
			return LIFETIME;
		}
		try {
			BigDecimal seconds = (expiresIn instanceof BigDecimal number) ? number
					: BigDecimal.valueOf(Long.parseLong(expiresIn.toString()));
			if (seconds.compareTo(BigDecimal.valueOf(LIFETIME.toSeconds())) >= 0) {
				return LIFETIME;
			}
			return (seconds.compareTo(BigDecimal.ONE) > 0) ? Duration.ofSeconds(seconds.longValue())
					: SHORTEST_LIFETIME;
		}
		catch (NumberFormatException ex) {
			throw JsonResponse.unusable(GET_TOKEN, "expires_in");
		}
	}

	private Authorization authorization() {
		return new Authorization(HttpHeaders.AUTHORIZATION, "Basic " + HttpHeaders
			.encodeBasicAuth(this.credentials.clientId(), this.credentials.clientSecret(), StandardCharsets.UTF_8));
	}

	private byte[] form() {
		String scope = URLEncoder.encode(this.credentials.scope(), StandardCharsets.UTF_8);
		return ("grant_type=client_credentials&scope=" + scope).getBytes(StandardCharsets.UTF_8);
	}

}
