package io.github.kaspipay.http;

import java.net.http.HttpClient;
import java.util.List;

import io.github.kaspipay.json.KaspiJson;
import io.github.kaspipay.ratelimit.CallBudget;

import org.springframework.http.MediaType;
import org.springframework.http.converter.ByteArrayHttpMessageConverter;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.support.RestClientAdapter;
import org.springframework.web.service.invoker.HttpServiceProxyFactory;
import org.springframework.web.util.DefaultUriBuilderFactory;

/**
 * Carries calls to one Kaspi Pay API over HTTP, within one budget: its own JSON,
 * redirects not followed, answers bounded. Thread-safe.
 */
public final class KaspiHttpTransport {

	private final KaspiHttpSettings settings;

	private final CallBudget budget;

	private final HttpServiceProxyFactory proxies;

	/**
	 * Creates the transport. Nothing is sent yet.
	 * @param settings how the API is reached
	 * @param budget lets the calls through
	 * @param builder the client to build on; it stays as it is, and its base address,
	 * request factory, converters and status handlers are not used
	 * @param httpClient the HTTP client to configure further, its connect timeout,
	 * version and redirect policy excepted; for a TLS context, for example
	 */
	public KaspiHttpTransport(KaspiHttpSettings settings, CallBudget budget, RestClient.Builder builder,
			HttpClient.Builder httpClient) {
		this.settings = settings;
		this.budget = budget;
		HttpClient client = httpClient.connectTimeout(settings.connectTimeout())
			.followRedirects(HttpClient.Redirect.NEVER)
			.version(HttpClient.Version.HTTP_1_1)
			.build();
		RestClient restClient = builder.clone()
			.uriBuilderFactory(new DefaultUriBuilderFactory(settings.baseUrl().toString()))
			.requestFactory(new DeadlineRequestFactory(client, settings.readTimeout()))
			.requestInterceptor(new AnswerInterceptor())
			.configureMessageConverters((converters) -> converters.configureMessageConvertersList((list) -> {
				list.clear();
				list.add(new ByteArrayHttpMessageConverter());
				list.add(new FormHttpMessageConverter());
				list.add(jsonConverter());
			}))
			.defaultHeaders((headers) -> headers.setAccept(List.of(MediaType.APPLICATION_JSON)))
			.build();
		this.proxies = HttpServiceProxyFactory.builderFor(RestClientAdapter.create(restClient)).build();
	}

	private static JacksonJsonHttpMessageConverter jsonConverter() {
		JacksonJsonHttpMessageConverter converter = new JacksonJsonHttpMessageConverter(KaspiJson.mapper());
		converter.setSupportedMediaTypes(List.of(MediaType.APPLICATION_JSON, MediaType.ALL));
		return converter;
	}

	KaspiHttpSettings settings() {
		return this.settings;
	}

	CallBudget budget() {
		return this.budget;
	}

	<T> T api(Class<T> type) {
		return this.proxies.createClient(type);
	}

}
