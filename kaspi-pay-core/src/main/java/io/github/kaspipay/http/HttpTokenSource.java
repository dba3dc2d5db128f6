package io.github.kaspipay.http;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.http.KaspiHttpRequest.Authorization;
import io.github.kaspipay.http.KaspiTokenApi.TokenResponse;
import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.token.KaspiAccessToken;
import org.slf4j.MDC;

import org.springframework.http.HttpHeaders;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * Asks Kaspi Pay for an access token with the client's credentials. Thread-safe.
 */
public final class HttpTokenSource implements Supplier<KaspiAccessToken> {

	/**
	 * A token's lifetime by the contract; a longer one in an answer is not believed.
	 */
	private static final long LIFETIME_SECONDS = 3600;

	private final Supplier<KaspiTokenApi> api;

	private final KaspiHttpSettings settings;

	private final CallBudget budget;

	private final Clock clock;

	/**
	 * Creates the source. Nothing is sent yet.
	 * @param transport carries the call
	 * @param clock the clock
	 */
	public HttpTokenSource(KaspiHttpTransport transport, Clock clock) {
		this.api = transport.api(KaspiTokenApi.class);
		this.settings = transport.settings();
		this.budget = transport.budget();
		this.clock = clock;
	}

	@Override
	public KaspiAccessToken get() {
		try {
			return CallDeadline.within(this.settings.callTimeout(),
					() -> CallRetry.forUser(this.budget).repeatable("get access token", this::fetch));
		}
		finally {
			MDC.remove(RequestId.MDC_KEY);
		}
	}

	private KaspiAccessToken fetch() {
		Instant askedAt = this.clock.instant();
		TokenResponse response = OrderResponseReader.read(this.api.get().token(authorization(), form()),
				TokenResponse.class, "get access token");
		if (response == null || !KaspiAccessToken.isValue(response.accessToken())) {
			throw new KaspiServerException("Kaspi Pay's answer to 'get access token' has no usable access_token", 200,
					null, RequestId.current(), null, null);
		}
		long seconds = (response.expiresIn() != null) ? response.expiresIn() : LIFETIME_SECONDS;
		Duration lifetime = Duration.ofSeconds(Math.max(1, Math.min(seconds, LIFETIME_SECONDS)));
		return new KaspiAccessToken(response.accessToken(), askedAt.plus(lifetime));
	}

	private Authorization authorization() {
		return new Authorization("Basic " + HttpHeaders.encodeBasicAuth(this.settings.clientId(),
				this.settings.clientSecret(), StandardCharsets.UTF_8));
	}

	private MultiValueMap<String, String> form() {
		MultiValueMap<String, String> form = new LinkedMultiValueMap<>();
		form.add("grant_type", "client_credentials");
		form.add("scope", this.settings.scope());
		return form;
	}

}
