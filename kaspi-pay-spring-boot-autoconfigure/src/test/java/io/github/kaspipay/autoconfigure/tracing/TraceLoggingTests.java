/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.tracing;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.kaspipay.KaspiAuthenticationException;
import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.ShopApplication;
import io.github.kaspipay.autoconfigure.WebhookSender;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.token.KaspiTokenProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What can be read in an application's log with every logger at TRACE. What the web
 * server itself writes of the requests it reads, and a driver of the values it sends, is
 * the application's affair.
 */
@ExtendWith(OutputCaptureExtension.class)
class TraceLoggingTests {

	private static final String BASIC = Base64.getEncoder()
		.encodeToString(("client-1:" + KaspiApiStub.CLIENT_SECRET).getBytes(StandardCharsets.UTF_8));

	@AfterEach
	void quiet() {
		((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.INFO);
	}

	@Test
	void showsNoSecretNoTokenAndNoBody(CapturedOutput output) {
		try (KaspiApiStub api = new KaspiApiStub()) {
			api.creationAnswers(KaspiApiStub.json(201,
					"{\"orderId\":\"traced\",\"status\":\"INIT\",\"qrData\":\"qr-in-a-body\",\"paymentUrl\":"
							+ "\"https://pay.kaspikz.kz/x\",\"expiresAt\":\"2099-01-01T00:00:00Z\"}"));
			api.refundAnswers("traced", KaspiApiStub.json(200, "{\"refundId\":\"r\",\"extra\":\"extra-in-a-body\"}"));
			try (ConfigurableApplicationContext application = ShopApplication.start(api, List.of(),
					ShopApplication.WITHOUT_SECURITY, "logging.level.root=trace",
					"logging.level.org.apache.coyote=info", "logging.level.org.apache.tomcat=info",
					"logging.level.org.apache.catalina=info", "logging.level.org.eclipse=info",
					"logging.level.wiremock=info", "logging.level.com.github.tomakehurst=info")) {
				run(api, application);
			}
		}
		assertThat(output).contains("DEBUG", "TRACE", "Webhook for order 'traced': PAID, RECORDED",
				"Event 'traced:PAID' is delivered (attempt 1)", "of order 'traced' is accepted");
		String basicStart = BASIC.substring(0, BASIC.length() - 3);
		for (String secret : List.of(basicStart, KaspiApiStub.CLIENT_SECRET, KaspiApiStub.WEBHOOK_SECRET, "a-token",
				"b-token", "qr-in-a-body", "extra-in-a-body", "payer-in-a-body", "described-in-a-body",
				"reason-in-a-body", "refusal-secret")) {
			assertThat(output.toString().lines().filter((line) -> line.contains(secret)).limit(3)).as(secret).isEmpty();
		}
	}

	private static void run(KaspiApiStub api, ConfigurableApplicationContext application) {
		KaspiOrderService orders = application.getBean(KaspiOrderService.class);
		orders.create(KaspiOrderRequest.builder()
			.amount(25000)
			.reference("traced")
			.description("described-in-a-body")
			.build());
		String body = WebhookSender.body("traced", "PAID", "25000").replace("}", ",\"payer\":\"payer-in-a-body\"}");
		WebhookSender sender = new WebhookSender(application);
		assertThat(sender.send(body).statusCode()).isEqualTo(200);
		assertThat(sender.send(body, WebhookSender.SIGNATURE, "0".repeat(64)).statusCode()).isEqualTo(401);
		await().until(() -> application.getBean(ShopApplication.Listener.class).of("traced").size() == 1);
		orders.refund("traced", KaspiRefundRequest.of(BigDecimal.ONE, "reason-in-a-body"));
		KaspiTokenProvider tokens = application.getBean(KaspiTokenProvider.class);
		tokens.invalidate(tokens.getToken());
		api.tokenAnswers(KaspiApiStub.json(401, "{\"error\":\"invalid_client\",\"hint\":\"refusal-secret\"}"));
		assertThatExceptionOfType(KaspiAuthenticationException.class)
			.isThrownBy(() -> orders.refund("traced", KaspiRefundRequest.of(BigDecimal.ONE, "reason-in-a-body")));
	}

}
