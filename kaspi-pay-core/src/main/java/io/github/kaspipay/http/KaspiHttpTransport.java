/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;

import io.github.kaspipay.ratelimit.CallBudget;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.util.DefaultUriBuilderFactory;

/**
 * Carries calls to one Kaspi Pay API over HTTP, within one budget: redirects not
 * followed, responses bounded. The client is made at its first use. Thread-safe.
 */
public class KaspiHttpTransport {

	private final KaspiHttpSettings settings;

	private final KaspiPayInstrumentation instrumentation;

	private final Supplier<DeadlineRequestFactory> requests;

	private final KaspiCalls calls;

	/**
	 * Creates a transport with the JVM's own TLS, without a proxy. Nothing is sent yet.
	 * @param settings how the API is reached
	 * @param budget permits the calls
	 */
	public KaspiHttpTransport(KaspiHttpSettings settings, CallBudget budget) {
		this(settings, budget, KaspiPayInstrumentation.NONE, null, null);
	}

	/**
	 * Creates a transport. Nothing is sent yet.
	 * @param settings how the API is reached
	 * @param budget permits the calls
	 * @param instrumentation observes each call as {@code kaspi.pay.call}, and each of
	 * its attempts as {@code http.client.requests}
	 * @param tls the TLS settings, asked for before each attempt: connections made with
	 * former ones are not used again; {@code null} for the JVM's own
	 * @param proxy the proxy to go through, or {@code null} for none; a loopback address
	 * without TLS is connected to directly
	 */
	public KaspiHttpTransport(KaspiHttpSettings settings, CallBudget budget, KaspiPayInstrumentation instrumentation,
			@Nullable Supplier<KaspiTls> tls, @Nullable KaspiHttpProxy proxy) {
		this(settings, budget, instrumentation, tls, proxy, System::nanoTime);
	}

	KaspiHttpTransport(KaspiHttpSettings settings, CallBudget budget, KaspiPayInstrumentation instrumentation,
			@Nullable Supplier<KaspiTls> tls, @Nullable KaspiHttpProxy proxy, LongSupplier nanoTime) {
		this.settings = settings;
		this.instrumentation = instrumentation;
		Supplier<KaspiTls> required = (tls != null) ? tls : SingletonSupplier.of(KaspiHttpTransport::defaultTls);
		this.requests = SingletonSupplier.of(() -> {
			ConnectionOpener opener = new ConnectionOpener(settings.baseUrl(), settings.connectTimeout(), proxy);
			return new DeadlineRequestFactory(opener, required, settings.readTimeout(),
					instrumentation.isPropagatedToKaspiPay(), nanoTime);
		});
		this.calls = new KaspiCalls(settings, budget, instrumentation);
	}

	private static KaspiTls defaultTls() {
		try {
			return new KaspiTls(SSLContext.getDefault(), List.of(), List.of());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("The JVM has no TLS", ex);
		}
	}

	private HttpServiceProxyFactory proxies(RefusalReader refusals) {
		RestClient restClient = RestClient.builder()
			.uriBuilderFactory(new DefaultUriBuilderFactory(this.settings.baseUrl().toString()))
			.requestFactory(this.requests.get())
			.observationRegistry(this.instrumentation.registry())
			.defaultHeaders((headers) -> {
				headers.setAccept(List.of(MediaType.APPLICATION_JSON));
				headers.set(HttpHeaders.USER_AGENT, UserAgent.VALUE);
			})
			.defaultStatusHandler((status) -> !status.is2xxSuccessful(), (request, response) -> {
				throw ErrorResponse.toException(response, refusals, names());
			})
			.build();
		return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(restClient)).build();
	}

	/**
	 * Returns the API's base address.
	 * @return the address
	 */
	public URI baseUrl() {
		return this.settings.baseUrl();
	}

	/**
	 * Returns how messages name the settings.
	 * @return the names
	 */
	public SettingNames names() {
		return this.settings.names();
	}

	/**
	 * Returns what makes a protocol's calls.
	 * @return the calls
	 */
	public KaspiCalls calls() {
		return this.calls;
	}

	/**
	 * Makes a client of an HTTP interface, at its first use. Requests and responses are
	 * bytes: no exception made on the way can quote one.
	 * @param <T> the interface
	 * @param type the interface
	 * @param refusals says what a refusal means
	 * @return the client
	 */
	public <T> Supplier<T> api(Class<T> type, RefusalReader refusals) {
		return SingletonSupplier.of(() -> proxies(refusals).createClient(type));
	}

}
