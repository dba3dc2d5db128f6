/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.webhook.KaspiWebhookSignature;

import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sends notifications over HTTP as Kaspi Pay does.
 */
public final class WebhookSender {

	public static final String SIGNATURE = "X-Kaspi-Signature";

	private static final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI uri;

	public WebhookSender(ApplicationContext application) {
		this(application, "/webhook/kaspi");
	}

	public WebhookSender(ApplicationContext application, String path) {
		this.uri = URI.create("http://127.0.0.1:" + port(application) + path);
	}

	public static int port(ApplicationContext application) {
		return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	public static String body(String orderId, String status, String amount) {
		return "{\"orderId\":\"" + orderId + "\",\"status\":\"" + status + "\",\"reference\":\"" + orderId
				+ "\",\"amount\":" + amount + ",\"signature\":\"hmac_sha256_signature\"}";
	}

	public static String sign(String content) {
		return sign(content, KaspiApiStub.WEBHOOK_SECRET);
	}

	public static String sign(String content, String secret) {
		return KaspiWebhookSignature.sign(content.getBytes(StandardCharsets.UTF_8), secret);
	}

	/**
	 * Sends a signed notification.
	 */
	public HttpResponse<String> send(String body) {
		return send(body, SIGNATURE, sign(body));
	}

	public HttpResponse<String> send(String body, String... headers) {
		HttpRequest.Builder request = request();
		if (headers.length > 0) {
			request.headers(headers);
		}
		return exchange(request.POST(BodyPublishers.ofString(body)));
	}

	/**
	 * Asserts that a notification is refused with a wrong signature, and recorded with
	 * the right one.
	 * @param path where it is sent to
	 */
	public static void assertTakesWebhooks(ApplicationContext application, String path, String orderId) {
		WebhookSender sender = new WebhookSender(application, path);
		String body = body(orderId, "INIT", "25000");
		assertThat(sender.send(body, SIGNATURE, "0".repeat(64))).satisfies((answer) -> {
			assertThat(answer.statusCode()).isEqualTo(401);
			assertThat(answer.body()).isEqualTo("UNAUTHORIZED");
		});
		assertThat(sender.send(body)).satisfies((answer) -> {
			assertThat(answer.statusCode()).isEqualTo(200);
			assertThat(answer.body()).isEqualTo("OK");
		});
		assertThat(isRecorded(application, orderId)).isTrue();
	}

	public static boolean isRecorded(ApplicationContext application, String orderId) {
		return application.getBean(KaspiOrderService.class).findByReference(orderId).isPresent();
	}

	public HttpResponse<String> sendChunked(String body) {
		byte[] content = body.getBytes(StandardCharsets.UTF_8);
		return exchange(request().header(SIGNATURE, sign(body))
			.POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content))));
	}

	public HttpResponse<String> sendAs(String contentType, String body, String signature) {
		return exchange(request().setHeader("Content-Type", contentType)
			.header(SIGNATURE, signature)
			.POST(BodyPublishers.ofString(body)));
	}

	public HttpResponse<String> get() {
		return exchange(request().GET());
	}

	public HttpResponse<String> method(String method, String body) {
		return exchange(request().header(SIGNATURE, sign(body)).method(method, BodyPublishers.ofString(body)));
	}

	private HttpRequest.Builder request() {
		return HttpRequest.newBuilder(this.uri)
			.timeout(Duration.ofSeconds(20))
			.header("Content-Type", "application/json");
	}

	private static HttpResponse<String> exchange(HttpRequest.Builder request) {
		try {
			return client.send(request.build(), BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new AssertionError("No answer", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted", ex);
		}
	}

}
