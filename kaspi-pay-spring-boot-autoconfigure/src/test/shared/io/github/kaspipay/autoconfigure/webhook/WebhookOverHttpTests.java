/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.webhook;

import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.ShopApplication;
import io.github.kaspipay.autoconfigure.WebhookSender;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderDisputedEvent;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Notifications over real HTTP, from the sender's point of view and the listener's.
 */
@ParameterizedClass
@EnumSource(value = WebApplicationType.class, names = { "SERVLET", "REACTIVE" })
@ExtendWith(OutputCaptureExtension.class)
class WebhookOverHttpTests {

	private static KaspiApiStub api;

	private static ConfigurableApplicationContext application;

	private static KaspiOrderService orders;

	private static ShopApplication.Listener listener;

	private static WebhookSender sender;

	WebhookOverHttpTests(WebApplicationType type) {
	}

	@BeforeParameterizedClassInvocation
	static void start(WebApplicationType type) {
		api = new KaspiApiStub();
		application = ShopApplication.start(type, api, List.of(), ShopApplication.WITHOUT_SECURITY,
				"kaspi.pay.webhook.previous-secret=" + KaspiApiStub.PREVIOUS_WEBHOOK_SECRET,
				"kaspi.pay.webhook.max-body-size=1KB", "kaspi.pay.events.first-pause=10ms",
				"logging.level.io.github.kaspipay=debug");
		orders = application.getBean(KaspiOrderService.class);
		listener = application.getBean(ShopApplication.Listener.class);
		sender = new WebhookSender(application);
	}

	@AfterParameterizedClassInvocation
	static void stop() {
		application.close();
		api.close();
	}

	private static void create(String reference) {
		orders.create(KaspiOrderRequest.builder().amount(25000).reference(reference).build());
	}

	private static KaspiOrderStatus status(String reference) {
		return orders.findByReference(reference).orElseThrow().status();
	}

	@Test
	void validNotificationIsAnsweredOkAndReachesTheListener() {
		create("valid");
		HttpResponse<String> answer = sender.send(WebhookSender.body("valid", "PAID", "25000"));
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo("OK");
		assertThat(answer.headers().firstValue("Content-Type"))
			.hasValueSatisfying((type) -> assertThat(type).startsWith("text/plain"));
		await().until(() -> listener.of("valid").size() == 1);
		assertThat(listener.of("valid").get(0)).isInstanceOfSatisfying(KaspiOrderPaidEvent.class, (paid) -> {
			assertThat(paid.reference()).isEqualTo("valid");
			assertThat(paid.amount()).isEqualByComparingTo("25000");
			assertThat(paid.source()).isEqualTo(KaspiEventSource.WEBHOOK);
			assertThat(paid.late()).isFalse();
		});
	}

	@Test
	void fiftyCopiesAtOnceMakeOneEvent() {
		create("copies");
		String body = WebhookSender.body("copies", "PAID", "25000");
		ExecutorService threads = Executors.newFixedThreadPool(50);
		try {
			List<CompletableFuture<Integer>> answers = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				answers.add(CompletableFuture.supplyAsync(() -> sender.send(body).statusCode(), threads));
			}
			assertThat(answers).extracting(CompletableFuture::join).containsOnly(200);
		}
		finally {
			threads.shutdownNow();
		}
		fence("copies-fence");
		assertThat(listener.of("copies")).hasSize(1);
	}

	/**
	 * Waits for an event written later than all others.
	 */
	private static void fence(String reference) {
		create(reference);
		assertThat(sender.send(WebhookSender.body(reference, "PAID", "25000")).statusCode()).isEqualTo(200);
		await().until(() -> listener.of(reference).size() == 1);
	}

	static List<List<String>> wrongSignatures() {
		String right = WebhookSender.sign(WebhookSender.body("refused", "PAID", "25000"));
		String name = WebhookSender.SIGNATURE;
		return List.of(List.of(), List.of(name, ""), List.of(name, right, name, right),
				List.of(name, right, name, "0".repeat(64)), List.of(name, right + "," + right),
				List.of(name, right.toUpperCase(java.util.Locale.ROOT)), List.of(name, right.substring(1)),
				List.of(name, right + "0"), List.of(name, "sha256=" + right), List.of(name, "0".repeat(64)),
				List.of(name, "z".repeat(64)), List.of(name, "\u00e9".repeat(64)),
				List.of(name, WebhookSender.sign(WebhookSender.body("refused", "PAID", "25000"), "another-credential")),
				List.of(name, WebhookSender.sign("")), List.of("X-Signature", right));
	}

	@ParameterizedTest
	@MethodSource("wrongSignatures")
	void everySignatureProblemIsOneAndTheSame(List<String> headers) {
		HttpResponse<String> reference = sender.send("{}");
		assertThat(reference.statusCode()).isEqualTo(400);
		HttpResponse<String> unsigned = sender.send("anything", WebhookSender.SIGNATURE, "0".repeat(64));
		assertThat(unsigned.statusCode()).isEqualTo(401);
		HttpResponse<String> answer = sender.send(WebhookSender.body("refused", "PAID", "25000"),
				headers.toArray(new String[0]));
		assertThat(answer.statusCode()).isEqualTo(401);
		assertThat(answer.body()).isEqualTo(unsigned.body());
		assertThat(withoutDate(answer)).isEqualTo(withoutDate(unsigned));
		assertThat(orders.findByReference("refused")).isEmpty();
		assertThat(api.statusCalls("refused")).isZero();
	}

	private static Map<String, List<String>> withoutDate(HttpResponse<String> answer) {
		Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
		headers.remove("date");
		return headers;
	}

	@Test
	void signatureInTheBodyIsNoSubstitute() {
		String body = WebhookSender.body("refused", "PAID", "25000");
		String withOwn = body.replace("hmac_sha256_signature", WebhookSender.sign(body));
		assertThat(sender.send(withOwn, "X-Other", "1").statusCode()).isEqualTo(401);
	}

	@Test
	void signatureOverTheCompactFormOfAPrettyBodyIsAccepted() {
		create("pretty");
		String compact = WebhookSender.body("pretty", "PAID", "25000");
		String pretty = compact.replace(",", ",\n  ").replace(":", " : ").replace("25000", "25000.00");
		assertThat(sender.send(pretty, WebhookSender.SIGNATURE, WebhookSender.sign(compact)).statusCode())
			.isEqualTo(200);
		assertThat(status("pretty")).isEqualTo(KaspiOrderStatus.PAID);
	}

	@Test
	void previousSecretIsAccepted() {
		create("previous");
		String body = WebhookSender.body("previous", "PAID", "25000");
		assertThat(sender
			.send(body, WebhookSender.SIGNATURE, WebhookSender.sign(body, KaspiApiStub.PREVIOUS_WEBHOOK_SECRET))
			.statusCode()).isEqualTo(200);
		assertThat(status("previous")).isEqualTo(KaspiOrderStatus.PAID);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"orderId\":\"r\",\"orderId\":\"r\",\"status\":\"PAID\",\"amount\":1}",
			"{\"orderId\":\"r\",\"status\":\"PAID\",\"amount\":1} x",
			"{\"orderId\":\"r\",\"status\":\"PAID\",\"amount\":1}{}", "{\"status\":\"PAID\",\"amount\":1}",
			"{\"orderId\":\"r\",\"amount\":1}", "{\"orderId\":\"r\",\"status\":\" \",\"amount\":1}",
			"{\"orderId\":null,\"status\":\"PAID\",\"amount\":1}", "{\"orderId\":7.5,\"status\":\"PAID\",\"amount\":1}",
			"{\"orderId\":\"r\",\"status\":\"PAID\",\"amount\":-1}",
			"{\"orderId\":\"r\",\"status\":\"PAID\",\"amount\":1e999}",
			"{\"orderId\":\"r\",\"status\":\"PAID\",\"amount\":1e9999999999}",
			"{\"orderId\":\"r\",\"status\":\"PAID\",\"amount\":NaN}",
			"{\"orderId\":\"r\",\"status\":\"PAID\",\"amount\":\"1\"}",
			"{\"orderId\":\"r\",\"status\":\"PAID\",\"amount\":{\"value\":1,\"currency\":\"USD\"}}",
			"{\"orderId\":\"../r\",\"status\":\"PAID\",\"amount\":1}",
			"{\"orderId\":\"r r\",\"status\":\"PAID\",\"amount\":1}", "[]", "\"PAID\"", "null", "", "not json",
			"{\"orderId\":\"r\",\"status\":\"PAID\",\"reference\":true,\"amount\":1}" })
	void signedButUnreadableIsABadRequest(String body) {
		int before = listener.all().size();
		HttpResponse<String> answer = sender.send(body);
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(answer.body()).isEqualTo("UNREADABLE");
		assertThat(listener.of("r")).isEmpty();
		assertThat(listener.all().size()).isGreaterThanOrEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\ufeff{\"orderId\":\"as-in-an-answer\",\"status\":\"PAID\",\"amount\":25000}",
			"{\"orderId\":4711,\"status\":\"PAID\",\"reference\":\"as-in-an-answer\",\"amount\":25000}",
			"{\"orderId\":\"as-in-an-answer\",\"status\":\"PAID\",\"reference\":4711,\"amount\":25000}",
			"{\"orderId\":\"as-in-an-answer\",\"status\":\"PAID\",\"amount\":null}" })
	void isReadAsAnAnswerOfTheApiIs(String body) {
		assertThat(sender.send(body).statusCode()).isEqualTo(200);
		assertThat(sender.send(body, WebhookSender.SIGNATURE, "0".repeat(64)).statusCode()).isEqualTo(401);
	}

	@Test
	void tooLongAnOrderIdIsABadRequest() {
		assertThat(sender.send(WebhookSender.body("o".repeat(65), "PAID", "1")).statusCode()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "gzip", "br", "deflate, gzip", "unheard-of" })
	void contentEncodingIsNotSupported(String encoding) {
		String body = WebhookSender.body("encoded", "PAID", "25000");
		HttpResponse<String> answer = sender.send(body, WebhookSender.SIGNATURE, WebhookSender.sign(body),
				"Content-Encoding", encoding);
		assertThat(answer.statusCode()).isEqualTo(415);
	}

	@ParameterizedTest
	@ValueSource(strings = { "GET", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH" })
	void onlyPostIsAllowed(String method) {
		create("method-" + method);
		HttpResponse<String> answer = sender.method(method, WebhookSender.body("method-" + method, "PAID", "25000"));
		assertThat(answer.statusCode()).isEqualTo(405);
		assertThat(answer.headers().allValues("Allow")).containsExactly("POST");
		assertThat(status("method-" + method)).isEqualTo(KaspiOrderStatus.INIT);
	}

	@Test
	void bodyOfExactlyTheLargestSizeIsAccepted() {
		create("largest");
		String body = padded("largest", 1024);
		assertThat(sender.send(body).statusCode()).isEqualTo(200);
		assertThat(sender.sendChunked(body).statusCode()).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1025, 4096, 200_000 })
	void largerBodyIsRefusedHoweverItIsSent(int size) {
		String body = padded("larger", size);
		assertThat(sender.send(body).statusCode()).isEqualTo(413);
		assertThat(sender.sendChunked(body).statusCode()).isEqualTo(413);
		assertThat(orders.findByReference("larger")).isEmpty();
	}

	private static String padded(String orderId, int size) {
		String body = WebhookSender.body(orderId, "PAID", "25000");
		return body + " ".repeat(size - body.length());
	}

	@Test
	void listenerThatThrowsChangesNothingForTheSenderAndHearsItAgain() {
		create("throwing");
		listener.failNext("throwing", 2);
		assertThat(sender.send(WebhookSender.body("throwing", "PAID", "25000")).statusCode()).isEqualTo(200);
		await().until(() -> listener.of("throwing").size() == 1);
		assertThat(listener.attempts("throwing")).isEqualTo(3);
	}

	@Test
	void unknownOrderIsConfirmedBeforeAnythingIsPublished() {
		api.order("unknown", "INIT", "25000");
		assertThat(sender.send(WebhookSender.body("unknown", "PAID", "25000")).statusCode()).isEqualTo(200);
		await().until(() -> status("unknown").equals(KaspiOrderStatus.INIT));
		api.order("unknown-paid", "PAID", "25000");
		assertThat(sender.send(WebhookSender.body("unknown-paid", "PAID", "25000")).statusCode()).isEqualTo(200);
		await().until(() -> listener.of("unknown-paid").size() == 1);
		assertThat(listener.of("unknown-paid").get(0)).isInstanceOf(KaspiOrderPaidEvent.class)
			.extracting(KaspiOrderEvent::source)
			.isEqualTo(KaspiEventSource.POLL);
		assertThat(api.statusCalls("unknown-paid")).isEqualTo(1);
		assertThat(listener.of("unknown")).isEmpty();
	}

	@Test
	void orderThatKaspiPayDoesNotKnowIsNeverPublished() {
		api.orderAnswers("nobodys", KaspiApiStub.json(404, "{}"));
		assertThat(sender.send(WebhookSender.body("nobodys", "PAID", "25000")).statusCode()).isEqualTo(200);
		assertThat(orders.findByReference("nobodys")).isPresent();
		await().until(() -> api.statusCalls("nobodys") > 0);
		fence("nobodys-fence");
		assertThat(listener.of("nobodys")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "24999.99", "25000.01", "0", "250000" })
	void wrongAmountIsDisputedAndNeverPaid(String amount) {
		String reference = "amount-" + amount.replace('.', '_');
		create(reference);
		assertThat(sender.send(WebhookSender.body(reference, "PAID", amount)).statusCode()).isEqualTo(200);
		await().until(() -> !listener.of(reference).isEmpty());
		assertThat(status(reference)).isEqualTo(KaspiOrderStatus.INIT);
		assertThat(listener.of(reference)).singleElement()
			.isInstanceOfSatisfying(KaspiOrderDisputedEvent.class, (disputed) -> {
				assertThat(disputed.reason()).isEqualTo(KaspiOrderDisputedEvent.Reason.AMOUNT_MISMATCH);
				assertThat(disputed.amount()).isEqualByComparingTo(new BigDecimal(25000));
			});
	}

	@Test
	void paymentWithoutAnAmountIsConfirmed() {
		create("amountless");
		api.order("amountless", "PAID", "25000");
		assertThat(sender.send("{\"orderId\":\"amountless\",\"status\":\"PAID\"}").statusCode()).isEqualTo(200);
		await().until(() -> listener.of("amountless").size() == 1);
		assertThat(listener.of("amountless").get(0).source()).isEqualTo(KaspiEventSource.POLL);
	}

	@Test
	void everyNotificationIsLoggedWithoutSecretSignatureOrBody(CapturedOutput output) {
		create("logged");
		String body = WebhookSender.body("logged", "PAID", "25000").replace("}", ",\"payer\":\"Aigerim\"}");
		sender.send(body);
		sender.send(body, WebhookSender.SIGNATURE, "0".repeat(64));
		sender.send("{\"orderId\":\"logged\",\"payer\":\"Aigerim\"");
		sender.method("PUT", body);
		await().until(() -> listener.of("logged").size() == 1);
		assertThat(output).contains("Webhook for order 'logged': PAID, RECORDED", "signature is missing or wrong",
				"A signed webhook of", "A request to the webhook was refused: 405");
		assertThat(output).doesNotContain(KaspiApiStub.WEBHOOK_SECRET, KaspiApiStub.CLIENT_SECRET,
				WebhookSender.sign(body), "0".repeat(64), "Aigerim", "a-token");
	}

}
