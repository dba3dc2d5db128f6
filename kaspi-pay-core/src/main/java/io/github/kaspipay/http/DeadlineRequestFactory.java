package io.github.kaspipay.http;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.time.Duration;

import org.springframework.http.HttpMethod;
import org.springframework.http.client.ClientHttpRequest;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.JdkClientHttpRequestFactory;

/**
 * Gives each attempt the read timeout, or what is left of the call's time if that is
 * less.
 */
final class DeadlineRequestFactory implements ClientHttpRequestFactory {

	private final HttpClient httpClient;

	private final Duration readTimeout;

	DeadlineRequestFactory(HttpClient httpClient, Duration readTimeout) {
		this.httpClient = httpClient;
		this.readTimeout = readTimeout;
	}

	@Override
	public ClientHttpRequest createRequest(URI uri, HttpMethod httpMethod) throws IOException {
		Duration remaining = CallDeadline.remaining();
		if (remaining.toMillis() == 0) {
			throw new HttpConnectTimeoutException("The call's time is up");
		}
		JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(this.httpClient);
		requests.enableCompression(false);
		requests.setReadTimeout((remaining.compareTo(this.readTimeout) < 0) ? remaining : this.readTimeout);
		return requests.createRequest(uri, httpMethod);
	}

}
