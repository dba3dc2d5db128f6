/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.checkpay;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.github.kaspipay.simulator.tls.LoopbackTrust;
import io.github.kaspipay.simulator.wire.WebAddress;
import org.jspecify.annotations.Nullable;

/**
 * Sends check and pay requests. Redirects are not followed: any status other than 200 is
 * a broken connection.
 */
final class CheckPayClient {

	private final HttpClient client = clientBuilder().build();

	private final HttpClient loopbackClient = clientBuilder().sslContext(LoopbackTrust.sslContext()).build();

	private static HttpClient.Builder clientBuilder() {
		return HttpClient.newBuilder()
			.version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NEVER)
			.connectTimeout(CheckPayTerms.DEFAULT.patience());
	}

	CompletableFuture<CheckPayCall> send(CheckPayRequest request, URI endpoint, CheckPayTerms terms) {
		URI url = request.url(endpoint, terms.sharedSecret());
		HttpClient client = WebAddress.isLoopback(url) ? this.loopbackClient : this.client;
		HttpRequest call = HttpRequest.newBuilder(url)
			.timeout(terms.patience())
			.header("X-Forwarded-For", terms.calledFrom())
			.GET()
			.build();
		URI shown = (terms.sharedSecret() != null) ? request.url(endpoint, "***") : url;
		long sent = System.nanoTime();
		return client.sendAsync(call, BodyHandlers.ofString())
			.handle((response, failure) -> completed(request, shown, terms, Duration.ofNanos(System.nanoTime() - sent),
					response, failure));
	}

	private static CheckPayCall completed(CheckPayRequest request, URI url, CheckPayTerms terms, Duration took,
			@Nullable HttpResponse<String> response, @Nullable Throwable failure) {
		CheckPayAnswer answer = null;
		String error = null;
		if (response == null) {
			error = reason(failure, terms, url);
		}
		else if (response.statusCode() != 200) {
			error = "HTTP " + response.statusCode();
		}
		else {
			try {
				answer = CheckPayAnswerReader.read(response.body(), terms.format(), request.transactionId());
			}
			catch (IllegalArgumentException ex) {
				error = "the answer cannot be read: " + ex.getMessage();
			}
		}
		return new CheckPayCall(request.command(), request.transactionId(), request.account(), request.sum(), url,
				terms.calledFrom(), request.time(), took, (response != null) ? response.statusCode() : null,
				(response != null) ? response.body() : null, answer, error);
	}

	private static String reason(@Nullable Throwable failure, CheckPayTerms terms, URI url) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		if (cause instanceof HttpTimeoutException) {
			return String.format(Locale.ROOT, "no answer within %s s",
					Double.toString(terms.patience().toMillis() / 1000.0).replaceFirst("\\.0$", ""));
		}
		if (cause instanceof ConnectException) {
			return "nobody listens at " + url.getAuthority();
		}
		return (cause != null) ? cause.getClass().getSimpleName() : "no answer";
	}

}
