/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.kaspipay.KaspiInvalidRequestException;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.KaspiUnsupportedOperationException;
import io.github.kaspipay.http.KaspiHttpSettings;
import io.github.kaspipay.http.KaspiHttpTransport;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.testsupport.MutableClock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.equalToJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How an order of the check/pay protocol comes to its customer.
 */
class CheckPayGatewayTests {

	private static final WireMockServer kaspi = startServer();

	private static final PaymentLink LINK = new PaymentLink(PaymentLink.KASPI, "Our shop", "7", "8");

	private static final Duration PAYABLE_FOR = Duration.ofHours(24);

	private final MutableClock clock = new MutableClock("2026-03-01T10:00:00Z");

	private final KaspiOrderRequest request = KaspiOrderRequest.builder().reference("cart/1").amount(200).build();

	@BeforeEach
	void reset() {
		kaspi.resetAll();
	}

	@Test
	void orderHasTheLinkAndCanBePaidForAWhile() {
		KaspiOrder order = new CheckPayKaspiPayGateway(LINK, PAYABLE_FOR, this.clock).create(this.request).order();
		assertThat(order.orderId()).isNotEmpty();
		assertThat(order.status()).isEqualTo(KaspiOrderStatus.INIT);
		assertThat(order.amount()).isEqualByComparingTo("200");
		assertThat(order.paymentUrl()).hasToString("https://kaspi.kz/pay/Our%20shop?service_id=7&8=cart%2F1");
		assertThat(order.qrData()).isEqualTo("https://kaspi.kz/pay/Our%20shop?service_id=7&8=cart%2F1");
		assertThat(order.createdAt()).isEqualTo(this.clock.instant());
		assertThat(order.expiresAt()).isEqualTo(Instant.parse("2026-03-02T10:00:00Z"));
	}

	@Test
	void customersMayFindTheServiceByThemselves() {
		CheckPayKaspiPayGateway gateway = new CheckPayKaspiPayGateway(null, PAYABLE_FOR, this.clock);
		KaspiOrder order = gateway.create(this.request).order();
		assertThat(order.paymentUrl()).isNull();
		assertThat(order.qrData()).isNull();
		assertThat(gateway.pollingSchedule(order))
			.isEqualTo(new PollingSchedule(PAYABLE_FOR, PAYABLE_FOR, PAYABLE_FOR));
	}

	@Test
	void thereAreNoOtherCalls() {
		CheckPayKaspiPayGateway gateway = new CheckPayKaspiPayGateway(null, PAYABLE_FOR, this.clock);
		assertThat(gateway.capabilities().protocol()).isEqualTo("check/pay");
		assertThat(gateway.capabilities().abilities()).isEmpty();
		assertThatExceptionOfType(KaspiUnsupportedOperationException.class).isThrownBy(() -> gateway.status("id"))
			.withMessageContaining("no status queries");
		assertThatExceptionOfType(KaspiUnsupportedOperationException.class)
			.isThrownBy(() -> gateway.refund("id", KaspiRefundRequest.full("all")))
			.withMessageContaining("no refunds");
	}

	@Test
	void quickPayIsToldThePaymentInTiyn() {
		answer("{\"code\":0,\"redirectUrl\":\"https://kaspi.kz/pay/p/1\"}");
		KaspiOrder order = create(null, new QuickPay.Settings("Rugs", "shop.kz", null, false),
				KaspiOrderRequest.builder().reference("cart-1").amount(new BigDecimal("199.9")).build());
		assertThat(order.paymentUrl()).hasToString("https://kaspi.kz/pay/p/1");
		assertThat(order.qrData()).isEqualTo("https://kaspi.kz/pay/p/1");
		kaspi.verify(1,
				postRequestedFor(urlEqualTo("/online")).withRequestBody(
						equalToJson("{\"TranId\":\"" + order.orderId() + "\",\"OrderId\":\"cart-1\",\"Amount\":19990,"
								+ "\"Service\":\"Rugs\",\"refererHost\":\"shop.kz\",\"GenerateQrCode\":false}")));
	}

	@Test
	void customersComeBackToTheOrdersAddressOrElseToTheMerchants() {
		answer("{\"code\":0,\"redirectUrl\":\"https://kaspi.kz/pay/p/1\"}");
		QuickPay.Settings settings = new QuickPay.Settings("Rugs", null, URI.create("https://shop.kz/спасибо"), false);
		create(null, settings, this.request);
		create(null, settings,
				KaspiOrderRequest.builder()
					.reference("own")
					.amount(1)
					.returnUrl(URI.create("https://shop.kz/orders/7"))
					.build());
		assertThat(kaspi.findAll(postRequestedFor(urlEqualTo("/online")))).satisfiesExactly(
				(request) -> assertThat(request.getBodyAsString())
					.contains("\"returnUrl\":\"https://shop.kz/%D1%81%D0%BF%D0%B0%D1%81%D0%B8%D0%B1%D0%BE\""),
				(request) -> assertThat(request.getBodyAsString())
					.contains("\"returnUrl\":\"https://shop.kz/orders/7\""));
	}

	@Test
	void customersScanKaspisPictureOrElseTheLink() {
		QuickPay.Settings settings = new QuickPay.Settings("Rugs", null, null, true);
		answer("{\"code\":0,\"redirectUrl\":\"https://kaspi.kz/pay/p/1\",\"qrCodeImage\":\"iVBORw0KGgo=\"}");
		assertThat(create(LINK, settings, this.request).qrData()).isEqualTo("data:image/png;base64,iVBORw0KGgo=");
		for (String picture : new String[] { "\"\"", "\"no picture\"", "null", "7.5" }) {
			answer("{\"code\":0,\"redirectUrl\":\"https://kaspi.kz/pay/p/1\",\"qrCodeImage\":" + picture + "}");
			KaspiOrder order = create(LINK, settings, this.request);
			assertThat(order.qrData()).isEqualTo("https://kaspi.kz/pay/Our%20shop?service_id=7&8=cart%2F1");
			assertThat(order.paymentUrl()).hasToString("https://kaspi.kz/pay/p/1");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "\"0\"", "\"000\"", "0.0" })
	void anyZeroIsSuccess(String code) {
		answer("{\"code\":" + code + ",\"redirectUrl\":\"http://localhost/pay/p/1\"}");
		assertThat(prepare().paymentUrl()).hasToString("http://localhost/pay/p/1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{"code":7,"message":"no such\\nservice"} | 7 | no such service
			{"code":"-1"} | -1 | without a message
			{"code":"x","redirectUrl":"https://kaspi.kz/pay/p/1"} | x | without a message
			""")
	void anyOtherCodeIsARefusal(String json, String code, String detail) {
		answer(json);
		assertThatExceptionOfType(KaspiInvalidRequestException.class).isThrownBy(this::prepare)
			.withMessage("Kaspi refused to prepare the payment: " + detail + " (code " + code + ")")
			.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(code));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			{} | code
			{"code":null} | code
			{"code":0} | redirectUrl
			{"code":0,"redirectUrl":"kaspi.kz"} | redirectUrl
			{"code":0,"redirectUrl":"https:kaspi"} | redirectUrl
			{"code":0,"redirectUrl":"https://kaspi.kz/a b"} | redirectUrl
			{"code":0,"redirectUrl":"http://kaspi.kz/x"} | redirectUrl
			{"code":0,"redirectUrl":"javascript:alert(1)"} | redirectUrl
			""")
	void anAnswerThatLeadsNowhereIsAnUnknownOutcome(String json, String field) {
		answer(json);
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class).isThrownBy(this::prepare)
			.withMessageContaining("no usable " + field);
	}

	@Test
	void refusalsNameTheSettingToLookAt() {
		answer(KaspiPayFixture.json(404, "{}"));
		assertThatExceptionOfType(KaspiInvalidRequestException.class).isThrownBy(this::prepare)
			.withMessageContaining("(404)")
			.withMessageContaining("kaspi.pay.check-pay.quick-pay.service");
		answer(KaspiPayFixture.json(429, "{}").withHeader("Retry-After", "60"));
		assertThatExceptionOfType(KaspiRateLimitException.class).isThrownBy(this::prepare)
			.satisfies((ex) -> assertThat(ex.getRetryAfter()).isEqualTo(Duration.ofMinutes(1)));
	}

	private KaspiOrder prepare() {
		return create(null, new QuickPay.Settings("Rugs", null, null, false), this.request);
	}

	private KaspiOrder create(@Nullable PaymentLink link, QuickPay.Settings settings, KaspiOrderRequest request) {
		KaspiHttpTransport transport = new KaspiHttpTransport(
				new KaspiHttpSettings(URI.create("http://localhost:" + kaspi.port() + "/online"), Duration.ofSeconds(2),
						Duration.ofSeconds(5), Duration.ofSeconds(10)),
				KaspiPayFixture.unlimited());
		return new CheckPayKaspiPayGateway(link, new QuickPay(transport, settings), PAYABLE_FOR, this.clock)
			.create(request)
			.order();
	}

	private static void answer(String json) {
		answer(KaspiPayFixture.json(200, json));
	}

	private static void answer(ResponseDefinitionBuilder answer) {
		kaspi.stubFor(post("/online").willReturn(answer));
	}

	private static WireMockServer startServer() {
		WireMockServer server = new WireMockServer(options().dynamicPort().containerThreads(30));
		server.start();
		return server;
	}

}
