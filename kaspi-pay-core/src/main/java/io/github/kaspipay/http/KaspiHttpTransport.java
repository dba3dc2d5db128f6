package io.github.kaspipay.http;

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
 * Carries calls to one Kaspi Pay API over HTTP, within one budget: its own JSON,
 * redirects not followed, responses bounded. The client is made at its first use.
 * Thread-safe.
 */
public class KaspiHttpTransport {

	private final KaspiHttpSettings settings;

	private final CallBudget budget;

	private final KaspiPayInstrumentation instrumentation;

	private final Supplier<HttpServiceProxyFactory> proxies;

	/**
	 * Creates a transport with the JVM's own TLS, without a proxy. Nothing is sent yet.
	 * @param settings how the API is reached
	 * @param budget lets the calls through
	 */
	public KaspiHttpTransport(KaspiHttpSettings settings, CallBudget budget) {
		this(settings, budget, KaspiPayInstrumentation.NONE, null, null);
	}

	/**
	 * Creates a transport. Nothing is sent yet.
	 * @param settings how the API is reached
	 * @param budget lets the calls through
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
		this.budget = budget;
		this.instrumentation = instrumentation;
		Supplier<KaspiTls> required = (tls != null) ? tls : SingletonSupplier.of(KaspiHttpTransport::defaultTls);
		this.proxies = SingletonSupplier.of(() -> {
			ConnectionOpener opener = new ConnectionOpener(settings.baseUrl(), settings.connectTimeout(), proxy);
			return proxies(new DeadlineRequestFactory(opener, required, settings.readTimeout(),
					instrumentation.isPropagatedToKaspiPay(), nanoTime));
		});
	}

	private static KaspiTls defaultTls() {
		try {
			return new KaspiTls(SSLContext.getDefault(), List.of(), List.of());
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("The JVM has no TLS", ex);
		}
	}

	private HttpServiceProxyFactory proxies(DeadlineRequestFactory requests) {
		RestClient restClient = RestClient.builder()
			.uriBuilderFactory(new DefaultUriBuilderFactory(this.settings.baseUrl().toString()))
			.requestFactory(requests)
			.observationRegistry(this.instrumentation.registry())
			.defaultHeaders((headers) -> {
				headers.setAccept(List.of(MediaType.APPLICATION_JSON));
				headers.set(HttpHeaders.USER_AGENT, UserAgent.VALUE);
			})
			.defaultStatusHandler((status) -> !status.is2xxSuccessful(), (request, response) -> {
				throw ErrorResponse.toException(response);
			})
			.build();
		return HttpServiceProxyFactory.builderFor(RestClientAdapter.create(restClient)).build();
	}

	KaspiHttpSettings settings() {
		return this.settings;
	}

	CallBudget budget() {
		return this.budget;
	}

	KaspiPayInstrumentation instrumentation() {
		return this.instrumentation;
	}

	<T> Supplier<T> api(Class<T> type) {
		return SingletonSupplier.of(() -> this.proxies.get().createClient(type));
	}

}
