/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import io.github.kaspipay.simulator.checkpay.MerchantAddress;
import org.jspecify.annotations.Nullable;

/**
 * Configures a {@link KaspiPaySimulator} and starts it. Not safe for use by several
 * threads at once.
 */
public final class KaspiPaySimulatorBuilder {

	static final String DEFAULT_CLIENT_SECRET = "demo-secret";

	static final String DEFAULT_WEBHOOK_SECRET = "demo-webhook-secret";

	static final String DEFAULT_API_KEY = "demo-api-key";

	private int port;

	private Set<String> allowedHosts = Set.of();

	private String clientId = "demo";

	private String clientSecret = DEFAULT_CLIENT_SECRET;

	private String merchantId = "MERCHANT123";

	private String webhookSecret = DEFAULT_WEBHOOK_SECRET;

	private Clock clock = Clock.systemUTC();

	private int requestsPerMinute;

	private List<Duration> webhookRetryPauses = LongStream.of(1, 2, 4, 8, 16).mapToObj(Duration::ofSeconds).toList();

	private @Nullable URI checkPayUrl;

	private int qrPort;

	private String apiKey = DEFAULT_API_KEY;

	private String organizationBin = "123456789012";

	KaspiPaySimulatorBuilder() {
	}

	/**
	 * Sets the port to listen on.
	 * @param port the port, or 0 for any free one, which is the default
	 * @return this builder
	 */
	public KaspiPaySimulatorBuilder port(int port) {
		this.port = port;
		return this;
	}

	/**
	 * Sets further names that the simulator may be called by, such as
	 * {@code host.docker.internal}. It always answers to {@code localhost}, 127.0.0.0/8
	 * and {@code [::1]}; whatever else is in the {@code Host} header is answered with
	 * 403, so that no web page can pass the simulator off as a part of itself.
	 * @param names the names, without a port; none by default
	 * @return this builder
	 */
	public KaspiPaySimulatorBuilder allowedHosts(String... names) {
		this.allowedHosts = Arrays.stream(names)
			.map((name) -> name.trim().toLowerCase(Locale.ROOT))
			.filter((name) -> !name.isEmpty())
			.collect(Collectors.toUnmodifiableSet());
		return this;
	}

	/**
	 * Sets the only OAuth2 client id that is accepted.
	 * @param clientId the client id, without a colon; {@code demo} by default
	 * @return this builder
	 */
	public KaspiPaySimulatorBuilder clientId(String clientId) {
		this.clientId = clientId;
		return this;
	}

	/**
	 * Sets the only OAuth2 client secret that is accepted.
	 * @param clientSecret the client secret; {@code demo-secret} by default
	 * @return this builder
	 */
	public KaspiPaySimulatorBuilder clientSecret(String clientSecret) {
		this.clientSecret = clientSecret;
		return this;
	}

	/**
	 * Sets the only merchant that orders are accepted from.
	 * @param merchantId the merchant's id; {@code MERCHANT123} by default
	 * @return this builder
	 */
	public KaspiPaySimulatorBuilder merchantId(String merchantId) {
		this.merchantId = merchantId;
		return this;
	}

	/**
	 * Sets the secret that webhooks are signed with.
	 * @param webhookSecret the secret, not empty; {@code demo-webhook-secret} by default
	 * @return this builder
	 */
	public KaspiPaySimulatorBuilder webhookSecret(String webhookSecret) {
		if (webhookSecret.isEmpty()) {
			throw new IllegalArgumentException("The webhook secret must not be empty");
		}
		this.webhookSecret = webhookSecret;
		return this;
	}

	/**
	 * Sets the clock that the simulator goes by; {@link KaspiPaySimulator#advance} is
	 * counted on top of it.
	 * @param clock the clock; the system's by default
	 * @return this builder
	 */
	public KaspiPaySimulatorBuilder clock(Clock clock) {
		this.clock = clock;
		return this;
	}

	/**
	 * Limits the calls of the API, those for tokens included. What goes beyond is
	 * answered with 429 and {@code Retry-After}, and is not itself counted.
	 * @param requestsPerMinute how many calls are let through in any 60 seconds on the
	 * simulator's clock, or 0 for no limit, which is the default
	 * @return this builder
	 */
	public KaspiPaySimulatorBuilder requestsPerMinute(int requestsPerMinute) {
		if (requestsPerMinute < 0) {
			throw new IllegalArgumentException("The limit must not be negative");
		}
		this.requestsPerMinute = requestsPerMinute;
		return this;
	}

	/**
	 * Sets how often, and after what pauses, a webhook is sent again that was not
	 * answered with 200. The pauses are real time.
	 * @param pauses the pause before each repeat, none for no repeats; 1, 2, 4, 8 and 16
	 * seconds by default
	 * @return this builder
	 */
	public KaspiPaySimulatorBuilder webhookRetryPauses(Duration... pauses) {
		this.webhookRetryPauses = List.of(pauses);
		return this;
	}

	/**
	 * Sets where the merchant's server is called by check/pay. It can be set later too,
	 * at {@link KaspiPaySimulator#checkPay()}.
	 * @param checkPayUrl the address of its endpoint, http or https, without a query;
	 * none by default
	 * @return this builder
	 */
	public KaspiPaySimulatorBuilder checkPayUrl(@Nullable URI checkPayUrl) {
		this.checkPayUrl = (checkPayUrl != null) ? MerchantAddress.check(checkPayUrl) : null;
		return this;
	}

	/**
	 * Sets the port on which the QR API listens with TLS, once it is needed.
	 * @param qrPort the port, or 0 for any free one, which is the default
	 * @return this builder
	 */
	public KaspiPaySimulatorBuilder qrPort(int qrPort) {
		this.qrPort = qrPort;
		return this;
	}

	/**
	 * Sets the only API key that the QR API accepts in its basic scheme.
	 * @param apiKey the key; {@code demo-api-key} by default
	 * @return this builder
	 */
	public KaspiPaySimulatorBuilder apiKey(String apiKey) {
		this.apiKey = apiKey;
		return this;
	}

	/**
	 * Sets the only organization that the QR API knows in its enhanced scheme.
	 * @param organizationBin its BIN, 12 digits; {@code 123456789012} by default
	 * @return this builder
	 */
	public KaspiPaySimulatorBuilder organizationBin(String organizationBin) {
		if (!organizationBin.matches("\\d{12}")) {
			throw new IllegalArgumentException("A BIN has 12 digits");
		}
		this.organizationBin = organizationBin;
		return this;
	}

	/**
	 * Starts the simulator.
	 * @return the running simulator, to be closed by the caller
	 */
	public KaspiPaySimulator start() {
		return new KaspiPaySimulator(new SimulatorSettings(this.port, this.allowedHosts, this.clientId,
				this.clientSecret, this.merchantId, this.webhookSecret, this.clock, this.requestsPerMinute,
				this.webhookRetryPauses, this.checkPayUrl, this.qrPort, this.apiKey, this.organizationBin));
	}

}
