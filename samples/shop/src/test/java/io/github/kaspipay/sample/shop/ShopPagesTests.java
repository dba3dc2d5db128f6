/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiOperationInProgressException;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.KaspiRefundRefusedException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiDisputes;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefund;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.order.KaspiRefundState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.BDDMockito.willReturn;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;

/**
 * Tests for the shop's pages, without Kaspi Pay.
 */
@SpringBootTest(properties = "kaspi.pay.base-url=http://localhost:1")
@AutoConfigureMockMvc
@ExtendWith(OutputCaptureExtension.class)
class ShopPagesTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private ApplicationEventPublisher publisher;

	@MockitoBean
	private KaspiOrderService kaspi;

	@MockitoBean
	private KaspiDisputes disputes;

	@Test
	void productPageLoadsNothingFromElsewhere() {
		MvcTestResult page = this.mvc.get().uri("/").exchange();
		assertThat(page).hasStatusOk()
			.hasHeader("Content-Security-Policy",
					"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
							+ "form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
			.bodyText()
			.contains("25\u00A0000\u00A0₸", "<svg", "action=\"/checkout\"", "Пример магазина с Kaspi Pay.")
			.doesNotContain("src=\"http", "href=\"http", " style=");
	}

	@Test
	void checkoutShowsCodeLinkAndCountdown() {
		Instant expiresAt = Instant.now().plusSeconds(900);
		String path = buy(expiresAt);
		assertThat(this.mvc.get().uri(path)).hasStatusOk()
			.bodyText()
			.contains("25\u00A0000\u00A0₸", "data-expires-at=\"" + expiresAt + "\"", "data-status=\"WAITING\"",
					"data-countdown", "src=\"" + path + "/qr.svg?v=2\"", "href=\"https://pay.kaspikz.kz/ORD-1\"",
					"http-equiv=\"refresh\"");
		assertThat(this.mvc.get().uri(path + "/qr.svg")).hasStatusOk()
			.hasContentType("image/svg+xml")
			.bodyText()
			.contains("<svg");
	}

	@Test
	void requestCarriesLanguageAndReturnAddressButNotTheToken() {
		String token = token(buy(Instant.now().plusSeconds(900), "kk"));
		ArgumentCaptor<KaspiOrderRequest> captor = ArgumentCaptor.captor();
		then(this.kaspi).should().create(captor.capture());
		KaspiOrderRequest request = captor.getValue();
		assertThat(request.getReference()).isNotEqualTo(token);
		assertThat(request.getLanguage()).isEqualTo("kk");
		assertThat(request.getDescription()).startsWith("«Сырмақ» киіз кілемі, №\u00A01");
		assertThat(request.getReturnUrl()).isEqualTo(URI.create("http://localhost:8080/return?order=" + token));
	}

	@ParameterizedTest
	@CsvSource({ "ru-KZ, ru, 25\u00A0000\u00A0₸, Купить", "kk, kk, 25\u00A0000\u00A0₸, Сатып алу",
			"'en-GB,en;q=0.9', en, '₸25,000', Buy", "de, ru, 25\u00A0000\u00A0₸, Купить" })
	void speaksTheBrowsersLanguage(String accepted, String language, String price, String buy) {
		assertThat(this.mvc.get().uri("/").header("Accept-Language", accepted)).bodyText()
			.contains("<html lang=\"" + language + "\"", price, ">" + buy + "<");
	}

	@Test
	void chosenLanguageIsKept() {
		MvcTestResult chosen = this.mvc.get().uri("/?lang=kk").header("Accept-Language", "en").exchange();
		assertThat(chosen).bodyText().contains("<html lang=\"kk\"");
		assertThat(
				this.mvc.get().uri("/orders").header("Accept-Language", "en").cookie(chosen.getResponse().getCookies()))
			.bodyText()
			.contains("<html lang=\"kk\"", "Тапсырыстар");
		assertThat(this.mvc.get().uri("/?lang=%3Cscript%3E").header("Accept-Language", "en")).hasStatusOk()
			.bodyText()
			.contains("<html lang=\"en\"");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ru", "kk", "en" })
	void everyLanguageHasEveryMessage(String language) throws IOException {
		assertThat(messages("messages_" + language).keySet()).isEqualTo(messages("messages").keySet());
	}

	private static Properties messages(String name) throws IOException {
		return PropertiesLoaderUtils
			.loadProperties(new ClassPathResource((name.endsWith("_ru") ? "messages" : name) + ".properties"));
	}

	@ParameterizedTest
	@CsvSource({ "Sec-Fetch-Site, cross-site, 403", "Sec-Fetch-Site, same-site, 403",
			"Sec-Fetch-Site, same-origin, 303", "Origin, https://evil.example, 403", "Origin, null, 403",
			"Origin, http://localhost:8080, 303" })
	void formsOfOtherSitesAreRefused(String header, String value, int status) {
		String path = buy(Instant.now().plusSeconds(900));
		pay(path);
		given(this.kaspi.refund(anyString(), any())).willReturn(refunded("1000"));
		assertThat(this.mvc.post()
			.uri("/orders/" + number(path) + "/refund")
			.param("amount", "1000")
			.param("key", "after-0")
			.header("Host", "localhost:8080")
			.header(header, value)).hasStatus(status);
		then(this.kaspi).should(times((status == 303) ? 1 : 0)).refund(anyString(), any());
	}

	@Test
	void codeWhoseTimeIsOverGivesWayToANewOne() {
		String path = buy(Instant.now().minusSeconds(1));
		assertThat(this.mvc.get().uri(path)).bodyText()
			.contains("Срок действия кода истёк", "action=\"" + path + "/renew\"");
		given(this.kaspi.get("ORD-1")).willReturn(order(KaspiOrderStatus.INIT, null, Instant.now()));
		willReturn(order(KaspiOrderStatus.INIT, null, Instant.now().plusSeconds(900))).given(this.kaspi).create(any());
		assertThat(this.mvc.post().uri(path + "/renew")).hasStatus(303).hasHeader("Location", path);
		assertThat(this.mvc.get().uri(path)).bodyText().contains("data-status=\"WAITING\"");
		ArgumentCaptor<KaspiOrderRequest> requests = ArgumentCaptor.captor();
		then(this.kaspi).should(times(2)).create(requests.capture());
		assertThat(requests.getAllValues()).extracting(KaspiOrderRequest::getReference)
			.hasSize(2)
			.containsOnly(requests.getValue().getReference());
	}

	@Test
	void codePaidInItsLastSecondIsNotReplaced() {
		String path = buy(Instant.now().minusSeconds(1));
		given(this.kaspi.get("ORD-1")).willReturn(order(KaspiOrderStatus.PAID, null, Instant.now()));
		assertThat(this.mvc.post().uri(path + "/renew")).hasStatus(303).hasHeader("Location", path);
		then(this.kaspi).should().create(any());
		assertThat(this.mvc.get().uri(path)).bodyText().contains("Оплачено. Спасибо!");
	}

	@Test
	void codeThatKaspiCannotSayAnythingOfIsNotReplaced() {
		String path = buy(Instant.now().minusSeconds(1));
		given(this.kaspi.get("ORD-1")).willThrow(new KaspiConnectionException("nobody there", null));
		assertThat(this.mvc.post().uri(path + "/renew")).hasStatus(303).hasHeader("Location", path);
		then(this.kaspi).should().create(any());
		assertThat(this.mvc.get().uri(path)).bodyText().contains("Kaspi сейчас не отвечает");
	}

	@Test
	void renewalThatFailedCanBeTriedAgain() {
		String path = buy(Instant.now().minusSeconds(1));
		given(this.kaspi.get("ORD-1")).willThrow(new IllegalStateException("the database is away"));
		assertThat(this.mvc.post().uri(path + "/renew")).hasFailed();
		assertThat(this.mvc.get().uri(path)).bodyText().contains("action=\"" + path + "/renew\"");
	}

	@Test
	void codeThatCanStillBePaidIsNotReplaced() {
		String path = buy(Instant.now().plusSeconds(900));
		assertThat(this.mvc.post().uri(path + "/renew")).hasStatus(303).hasHeader("Location", path);
		then(this.kaspi).should().create(any());
	}

	@Test
	void returningAsksKaspiAndGoesBackToTheCheckout() {
		String path = buy(Instant.now().plusSeconds(900));
		given(this.kaspi.get("ORD-1")).willThrow(new KaspiConnectionException("nobody there", null));
		assertThat(this.mvc.get().uri("/return?order=" + token(path))).hasStatus(303).hasHeader("Location", path);
		then(this.kaspi).should().get("ORD-1");
	}

	@Test
	void reloadedReturnPageLogsOneLineWithoutAStackTrace(CapturedOutput output) {
		String path = buy(Instant.now().plusSeconds(900));
		given(this.kaspi.get("ORD-1"))
			.willThrow(new KaspiRateLimitException("No call is left", null, null, Duration.ofSeconds(1)));
		for (int i = 0; i < 50; i++) {
			assertThat(this.mvc.get().uri("/return?order=" + token(path))).hasStatus(303);
		}
		assertThat(output).containsOnlyOnce("No call is left").doesNotContain("\tat ");
	}

	@Test
	void statusForAPageThatAsks() {
		String path = buy(Instant.now().plusSeconds(900));
		assertThat(this.mvc.get().uri(path + "/status").accept(MediaType.APPLICATION_JSON)).bodyJson()
			.isLenientlyEqualTo("{\"status\":\"WAITING\"}");
		pay(path);
		assertThat(this.mvc.get().uri(path + "/status").accept(MediaType.APPLICATION_JSON)).bodyJson()
			.isLenientlyEqualTo("{\"status\":\"PAID\"}");
		assertThat(this.mvc.get().uri(path)).hasHeader("Cache-Control", "no-store")
			.bodyText()
			.contains("Оплачено. Спасибо!")
			.doesNotContain("http-equiv=\"refresh\"");
	}

	@Test
	void refusalIsAFriendlyPageAndCanBeTriedAgain() {
		given(this.kaspi.create(any())).willThrow(new KaspiConnectionException("nobody there", null));
		MvcTestResult answer = this.mvc.post().uri("/checkout").exchange();
		assertThat(answer).hasStatus(303);
		String path = String.valueOf(answer.getResponse().getHeader("Location"));
		assertThat(this.mvc.get().uri(path)).hasStatusOk()
			.bodyText()
			.contains("Kaspi сейчас не отвечает", "action=\"" + path + "/renew\"")
			.doesNotContain("nobody there", "Exception");
		assertThat(this.mvc.get().uri(path + "/qr.svg")).hasStatus(404);
	}

	@Test
	void refundIsMadeAfterItWasConfirmed() {
		String path = buy(Instant.now().plusSeconds(900));
		pay(path);
		assertThat(this.mvc.get().uri("/orders/" + number(path) + "/refund?amount=999,50")).hasStatusOk()
			.bodyText()
			.contains("Вернуть 999,50\u00A0₸?", "1\u00A0₸", "name=\"amount\" value=\"999.50\"",
					"name=\"key\" value=\"after-0\"");
		then(this.kaspi).should(never()).refund(anyString(), any());
		given(this.kaspi.refund(anyString(), any())).willReturn(refunded("999.5"));
		assertThat(refund(path, "999.50", "after-0")).hasStatus(303)
			.hasHeader("Location", "/orders/" + number(path))
			.flash()
			.hasEntrySatisfying("done",
					(message) -> assertThat(message).asString().startsWith("Возвращено 999,50\u00A0₸ по заказу №"));
		ArgumentCaptor<KaspiRefundRequest> request = ArgumentCaptor.captor();
		then(this.kaspi).should().refund(anyString(), request.capture());
		assertThat(request.getValue().amount()).isEqualByComparingTo("999.50");
		assertThat(request.getValue().key()).isEqualTo("after-0");
		assertThat(this.mvc.get().uri("/orders")).bodyText().contains("Частичный возврат", "999,50\u00A0₸");
	}

	@Test
	void refundUnderWayOrOfAnotherAmountHasToBeLookedAt() {
		String path = buy(Instant.now().plusSeconds(900));
		pay(path);
		given(this.kaspi.refund(anyString(), any())).willThrow(new KaspiOperationInProgressException("under way"));
		assertThat(refund(path, "1000", "after-0")).flash()
			.hasEntrySatisfying("failed", (message) -> assertThat(message).asString().contains("изменился"));
		willThrow(new KaspiRefundRefusedException("another amount")).given(this.kaspi).refund(anyString(), any());
		assertThat(refund(path, "500", "after-0")).flash()
			.hasEntrySatisfying("failed", (message) -> assertThat(message).asString().contains("изменился"));
	}

	@Test
	void disputeIsSettledByAPerson() {
		String path = buy(Instant.now().plusSeconds(900));
		KaspiOrder disputed = new KaspiOrder("ORD-1", "r", KaspiOrderStatus.INIT, new BigDecimal("25000"),
				BigDecimal.ZERO, null, null, null, null, null, true, KaspiOrderStatus.PAID, new BigDecimal("24999"),
				false, true, Map.of());
		given(this.kaspi.findByOrderId("ORD-1")).willReturn(Optional.of(disputed));
		assertThat(this.mvc.get().uri("/orders/" + number(path))).bodyText()
			.contains("PAID, 24\u00A0999\u00A0₸", "Принять оплату", "Отклонить");
		given(this.disputes.accept("ORD-1")).willReturn(order(KaspiOrderStatus.PAID, null, Instant.now()));
		assertThat(settle(path, "ORD-1")).hasStatus(303).flash().containsKey("done");
		assertThat(this.mvc.get().uri(path)).bodyText().contains("Оплачено. Спасибо!");
		given(this.disputes.accept("ORD-1")).willThrow(new IllegalStateException("not disputed"));
		assertThat(settle(path, "ORD-1")).hasStatus(303).flash().containsKey("failed");
		assertThat(settle(path, "ORD-2")).as("another order's").hasStatus(404);
	}

	private MvcTestResult settle(String path, String orderId) {
		return this.mvc.post()
			.uri("/orders/" + number(path) + "/dispute")
			.param("orderId", orderId)
			.param("accept", "true")
			.exchange();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "25000.01", "0.001", "all", "", "1e9999" })
	void amountThatCannotBeRefundedIsRefusedBeforeAnythingIsAsked(String amount) {
		String path = buy(Instant.now().plusSeconds(900));
		pay(path);
		assertThat(this.mvc.get().uri("/orders/" + number(path) + "/refund").param("amount", amount)).hasStatus(303)
			.flash()
			.hasEntrySatisfying("failed",
					(message) -> assertThat(message).asString().contains("не больше 25\u00A0000\u00A0₸"));
		then(this.kaspi).should(never()).refund(anyString(), any());
	}

	@Test
	void millionsOfDigitsAreRefusedAtOnce() {
		String path = buy(Instant.now().plusSeconds(900));
		pay(path);
		String digits = "9".repeat(1_900_000);
		assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
			assertThat(this.mvc.get().uri("/orders/" + number(path) + "/refund").param("amount", digits))
				.hasStatus(400);
			assertThat(refund(path, digits, "after-0")).hasStatus(400);
			assertThat(this.mvc.get().uri("/orders/{number}", digits)).hasStatus4xxClientError();
			assertThat(this.mvc.get().uri("/checkout/{token}", digits + "-" + digits)).hasStatus4xxClientError();
			assertThat(this.mvc.get().uri("/return").param("order", digits + "-")).hasStatus4xxClientError();
		});
		then(this.kaspi).should(never()).refund(anyString(), any());
	}

	@Test
	void refundThatFailsSaysWhy() {
		String path = buy(Instant.now().plusSeconds(900));
		pay(path);
		given(this.kaspi.refund(anyString(), any())).willThrow(new IllegalArgumentException("180 days are over"));
		assertThat(refund(path, "1000", "after-0")).flash()
			.hasEntrySatisfying("failed", (message) -> assertThat(message).asString().endsWith("180 days are over"));
		willThrow(new KaspiUnknownOutcomeException("no answer", null)).given(this.kaspi).refund(anyString(), any());
		assertThat(refund(path, "1000", "after-0")).flash()
			.hasEntrySatisfying("failed", (message) -> assertThat(message).asString().contains("Пока неизвестно"));
	}

	@Test
	void orderShowsFeeAndEvents() {
		String path = buy(Instant.now().plusSeconds(900));
		assertThat(this.mvc.get().uri("/orders/" + number(path))).bodyText().contains("пока ничего не сообщил");
		pay(path);
		assertThat(this.mvc.get().uri("/orders/" + number(path))).hasStatusOk()
			.bodyText()
			.contains("125\u00A0₸", "WEBHOOK", "paid " + path, "value=\"25000\"");
		assertThat(this.mvc.get().uri("/orders/1")).hasStatus(404);
	}

	@Test
	void unknownOrderIsNotFound() {
		assertThat(this.mvc.get().uri("/checkout/nobody-knows-it")).hasStatus(404);
		assertThat(this.mvc.get().uri("/checkout/nobody-knows-it/qr.svg")).hasStatus(404);
		assertThat(this.mvc.get().uri("/return?order=nobody-knows-it")).hasStatus(404);
	}

	private MvcTestResult refund(String path, String amount, String key) {
		return this.mvc.post()
			.uri("/orders/" + number(path) + "/refund")
			.param("amount", amount)
			.param("key", key)
			.exchange();
	}

	private static KaspiRefund refunded(String amount) {
		return new KaspiRefund("ORD-1", new BigDecimal(amount), new BigDecimal(amount),
				KaspiOrderStatus.PARTIALLY_REFUNDED, null, "after-0", KaspiRefundState.ACCEPTED, Instant.now());
	}

	private String buy(Instant expiresAt) {
		return buy(expiresAt, "ru");
	}

	private String buy(Instant expiresAt, String language) {
		given(this.kaspi.create(any())).willAnswer((call) -> order(KaspiOrderStatus.INIT,
				call.<KaspiOrderRequest>getArgument(0).getReference(), expiresAt));
		MvcTestResult answer = this.mvc.post().uri("/checkout").header("Accept-Language", language).exchange();
		assertThat(answer).hasStatus(303);
		String path = answer.getResponse().getHeader("Location");
		assertThat(path).startsWith("/checkout/");
		return path;
	}

	private void pay(String path) {
		ArgumentCaptor<KaspiOrderRequest> request = ArgumentCaptor.captor();
		then(this.kaspi).should().create(request.capture());
		given(this.kaspi.findByOrderId("ORD-1"))
			.willReturn(Optional.of(order(KaspiOrderStatus.PAID, request.getValue().getReference(), Instant.now())));
		this.publisher.publishEvent(new KaspiOrderPaidEvent("paid " + path, "ORD-1", request.getValue().getReference(),
				new BigDecimal("25000"), Instant.now(), KaspiEventSource.WEBHOOK, Instant.now(), false,
				request.getValue().getMetadata()));
	}

	private static String token(String path) {
		return path.substring("/checkout/".length());
	}

	private static String number(String path) {
		return path.substring("/checkout/".length(), path.indexOf('-'));
	}

	private static KaspiOrder order(KaspiOrderStatus status, @Nullable String reference, Instant expiresAt) {
		return new KaspiOrder("ORD-1", reference, status, new BigDecimal("25000"), BigDecimal.ZERO, "0003ORD-1",
				URI.create("https://pay.kaspikz.kz/ORD-1"), expiresAt.minus(Duration.ofMinutes(15)), expiresAt, null);
	}

}
