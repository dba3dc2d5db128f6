/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import java.math.BigDecimal;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiInvalidRequestException;
import io.github.kaspipay.KaspiOperationInProgressException;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.autoconfigure.ShopApplication;
import io.github.kaspipay.checkpay.KaspiCheckPayProcessor;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.matchingJsonPath;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Payments that Kaspi prepares, over real HTTP.
 */
class QuickPayTests {

	private static final String PREPARED = "{\"code\":0,\"redirectUrl\":\"https://kaspi.kz/pay/p/1\",\"message\":\"\"}";

	private static final WireMockServer kaspi = new WireMockServer(options().dynamicPort().bindAddress("127.0.0.1"));

	private static final AtomicInteger references = new AtomicInteger();

	private static ConfigurableApplicationContext application;

	private final KaspiOrderService orders = application.getBean(KaspiOrderService.class);

	private final KaspiCheckPayProcessor processor = application.getBean(KaspiCheckPayProcessor.class);

	private final String reference = "cart-" + references.incrementAndGet();

	@BeforeAll
	static void start() {
		kaspi.start();
		application = new SpringApplicationBuilder(ShopApplication.class).web(WebApplicationType.NONE)
			.run(Stream
				.concat(Stream.of("spring.main.banner-mode=off", "kaspi.pay.polling.enabled=false",
						ShopApplication.WITHOUT_SECURITY_AND_JPA), Stream.of(properties()))
				.map((property) -> "--" + property)
				.toArray(String[]::new));
	}

	@BeforeEach
	void reset() {
		kaspi.resetAll();
	}

	@AfterAll
	static void stop() {
		application.close();
		kaspi.stop();
	}

	private static String[] properties() {
		return new String[] { "kaspi.pay.api=check-pay", "kaspi.pay.check-pay.quick-pay.service=Rugs",
				"kaspi.pay.check-pay.quick-pay.url=http://127.0.0.1:" + kaspi.port() + "/online",
				"kaspi.pay.check-pay.quick-pay.referer-host=shop.kz" };
	}

	private static ApplicationContextRunner runner() {
		return Runners.bare().withPropertyValues(properties());
	}

	private static void answer(String json) {
		answer(aResponse().withHeader("Content-Type", "application/json").withBody(json));
	}

	private static void answer(ResponseDefinitionBuilder response) {
		kaspi.stubFor(post("/online").willReturn(response));
	}

	private static int calls() {
		return kaspi.findAll(postRequestedFor(urlEqualTo("/online"))).size();
	}

	private static KaspiOrderRequest request(String reference, String amount) {
		return KaspiOrderRequest.builder().reference(reference).amount(new BigDecimal(amount)).build();
	}

	@ParameterizedTest
	@CsvSource({ "25000, 2500000", "0.01, 1", "199.9, 19990", "1234567.89, 123456789",
			"9999999999999.99, 999999999999999" })
	void aPaymentIsPreparedInTiyn(String amount, String tiyn) {
		answer(PREPARED);
		KaspiOrder order = this.orders.create(request(this.reference, amount));
		assertThat(order.paymentUrl()).hasToString("https://kaspi.kz/pay/p/1");
		assertThat(order.qrData()).isEqualTo("https://kaspi.kz/pay/p/1");
		assertThat(this.orders.create(request(this.reference, amount))).isEqualTo(order);
		assertThat(calls()).isEqualTo(1);
		kaspi.verify(1, postRequestedFor(urlEqualTo("/online"))
			.withRequestBody(equalToJson(
					"{\"TranId\":\"" + order.orderId() + "\",\"OrderId\":\"" + this.reference + "\",\"Amount\":" + tiyn
							+ ",\"Service\":\"Rugs\",\"refererHost\":\"shop.kz\",\"GenerateQrCode\":false}"))
			.withRequestBody(matchingJsonPath("$[?(@.Amount =~ /[0-9]+/)]")));
		assertThat(this.processor.process(
				"command=check&txn_id=" + this.reference.substring(5) + "&account=" + this.reference + "&sum=1.00"))
			.contains("\"result\":0");
	}

	@Test
	void theCustomerReturnsWhereTheOrderSaysAndScansThePictureIfAskedFor() {
		answer("{\"code\":0,\"redirectUrl\":\"https://kaspi.kz/pay/p/1\",\"qrCodeImage\":\"iVBORw0KGgo=\"}");
		runner()
			.withPropertyValues("kaspi.pay.return-url=https://shop.kz/thanks",
					"kaspi.pay.check-pay.quick-pay.qr-code=true", "kaspi.pay.check-pay.service-name=Rugs",
					"kaspi.pay.check-pay.service-id=7", "kaspi.pay.check-pay.account-parameter=8")
			.run((context) -> {
				KaspiOrderService orders = context.getBean(KaspiOrderService.class);
				assertThat(orders.create(request("default", "1")).qrData())
					.isEqualTo("data:image/png;base64,iVBORw0KGgo=");
				orders.create(KaspiOrderRequest.builder()
					.reference("own")
					.amount(1)
					.returnUrl(URI.create("https://shop.kz/orders/7"))
					.build());
				assertReturn("default", "https://shop.kz/thanks");
				assertReturn("own", "https://shop.kz/orders/7");
				answer(PREPARED);
				assertThat(orders.create(request("no-picture", "1")).qrData())
					.isEqualTo("https://kaspi.kz/pay/Rugs?service_id=7&8=no-picture");
			});
	}

	private static void assertReturn(String reference, String returnUrl) {
		kaspi.verify(1,
				postRequestedFor(urlEqualTo("/online"))
					.withRequestBody(matchingJsonPath("$[?(@.OrderId == '" + reference + "')]"))
					.withRequestBody(matchingJsonPath("$[?(@.returnUrl == '" + returnUrl + "')]"))
					.withRequestBody(matchingJsonPath("$[?(@.GenerateQrCode == true)]")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"code\":7,\"message\":\"no such\\u0007 service\"}", "{\"code\":\"-1\"}",
			"{\"code\":\"x\",\"redirectUrl\":\"https://kaspi.kz/pay/p/1\"}" })
	void aRefusalLeavesTheReferenceFree(String json) {
		answer(json);
		assertThatExceptionOfType(KaspiInvalidRequestException.class)
			.isThrownBy(() -> this.orders.create(request(this.reference, "1")))
			.withMessageStartingWith("Kaspi refused to prepare the payment");
		assertThat(this.orders.findByReference(this.reference)).isEmpty();
		answer(PREPARED);
		assertThat(this.orders.create(request(this.reference, "1")).paymentUrl()).isNotNull();
		assertThat(calls()).isEqualTo(2);
	}

	@ParameterizedTest
	@CsvSource({ "400, KaspiInvalidRequestException", "404, KaspiInvalidRequestException",
			"409, KaspiInvalidRequestException", "500, KaspiUnknownOutcomeException",
			"503, KaspiUnknownOutcomeException", "302, KaspiUnknownOutcomeException" })
	void aStatusIsAKindOfException(int status, String kind) {
		answer(aResponse().withStatus(status).withBody("{}"));
		assertThatExceptionOfType(KaspiPayException.class)
			.isThrownBy(() -> this.orders.create(request(this.reference, "1")))
			.satisfies((ex) -> assertThat(ex.getClass().getSimpleName()).isEqualTo(kind));
		assertThat(calls()).isEqualTo(1);
	}

	@Test
	void tooManyCallsAreSaidToBe() {
		answer(aResponse().withStatus(429).withHeader("Retry-After", "60").withBody("{}"));
		runner().run((context) -> {
			assertThatExceptionOfType(KaspiRateLimitException.class)
				.isThrownBy(() -> context.getBean(KaspiOrderService.class).create(request("cart-1", "1")));
			assertThat(calls()).isEqualTo(1);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "<html>", "{}", "{\"code\":null}", "{\"code\":0}",
			"{\"code\":0,\"redirectUrl\":\"kaspi.kz\"}", "{\"code\":0,\"redirectUrl\":\"http://kaspi.kz/x\"}",
			"{\"code\":0,\"redirectUrl\":\"javascript:alert(1)\"}", "{\"code\":0,\"code\":1}" })
	void anAnswerThatSaysNothingIsAnUnknownOutcome(String json) {
		answer(json);
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
			.isThrownBy(() -> this.orders.create(request(this.reference, "1")));
		assertThat(calls()).isEqualTo(1);
	}

	/**
	 * Nobody has the address of a payment whose answer was lost; Kaspi is to tell again
	 * of one that was made all the same.
	 */
	@Test
	void whatMayHaveHappenedIsNotRepeatedAndNotRefusedForGood() {
		answer(aResponse().withFault(Fault.EMPTY_RESPONSE));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class)
			.isThrownBy(() -> this.orders.create(request(this.reference, "1")));
		assertThatExceptionOfType(KaspiOperationInProgressException.class)
			.isThrownBy(() -> this.orders.create(request(this.reference, "1")));
		assertThat(calls()).isEqualTo(1);
		assertThat(this.processor.process("command=pay&txn_id=" + this.reference.substring(5) + "&account="
				+ this.reference + "&sum=1.00&txn_date=20260301150000"))
			.contains("\"result\":4");
	}

	@Test
	void whatWasNotSentLeavesTheReferenceFree() {
		runner().withPropertyValues("kaspi.pay.check-pay.quick-pay.url=http://127.0.0.1:1/online").run((context) -> {
			KaspiOrderService orders = context.getBean(KaspiOrderService.class);
			assertThatExceptionOfType(KaspiConnectionException.class)
				.isThrownBy(() -> orders.create(request("cart-1", "1")));
			assertThat(orders.findByReference("cart-1")).isEmpty();
		});
	}

}
