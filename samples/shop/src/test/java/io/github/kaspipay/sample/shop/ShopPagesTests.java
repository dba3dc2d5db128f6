package io.github.kaspipay.sample.shop;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.event.KaspiEventSource;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefund;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.then;
import static org.mockito.Mockito.times;

/**
 * Tests for the shop's pages, without Kaspi Pay.
 */
@SpringBootTest(properties = "kaspi.pay.base-url=http://localhost:1")
@AutoConfigureMockMvc
class ShopPagesTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private ApplicationEventPublisher publisher;

	@MockitoBean
	private KaspiOrderService kaspi;

	@Test
	void productPageLoadsNothingFromElsewhere() {
		MvcTestResult page = this.mvc.get().uri("/").exchange();
		assertThat(page).hasStatusOk()
			.hasHeader("Content-Security-Policy",
					"default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'self'; "
							+ "frame-ancestors 'none'; object-src 'none'")
			.bodyText()
			.contains("25\u00A0000\u00A0₸", "<svg", "action=\"/checkout\"", "A sample shop for Kaspi Pay.")
			.doesNotContain("src=\"http", "href=\"http", " style=");
	}

	@Test
	void checkoutShowsCodeLinkAndCountdown() {
		Instant expiresAt = Instant.now().plusSeconds(900);
		String path = buy(expiresAt);
		assertThat(this.mvc.get().uri(path)).hasStatusOk()
			.bodyText()
			.contains("25\u00A0000\u00A0₸", "data-expires-at=\"" + expiresAt + "\"", "data-status=\"WAITING\"",
					"data-countdown", "src=\"" + path + "/qr.svg\"", "href=\"https://pay.kaspikz.kz/ORD-1\"",
					"http-equiv=\"refresh\"");
		assertThat(this.mvc.get().uri(path + "/qr.svg")).hasStatusOk()
			.hasContentType("image/svg+xml")
			.bodyText()
			.contains("<svg");
	}

	@Test
	void requestCarriesReferenceAndReturnAddress() {
		String reference = buy(Instant.now().plusSeconds(900)).substring("/checkout/".length());
		ArgumentCaptor<KaspiOrderRequest> request = ArgumentCaptor.captor();
		then(this.kaspi).should().create(request.capture());
		assertThat(request.getValue().getReference()).isEqualTo(reference);
		assertThat(request.getValue().getReturnUrl())
			.isEqualTo(URI.create("http://localhost:8080/return?reference=" + reference));
	}

	@Test
	void codeWhoseTimeIsOverOffersANewOne() {
		String path = buy(Instant.now().minusSeconds(1));
		assertThat(this.mvc.get().uri(path)).bodyText()
			.contains("This code has expired", "action=\"" + path + "/renew\"");
		given(this.kaspi.get("ORD-1")).willReturn(order(KaspiOrderStatus.INIT, null, Instant.now()));
		assertThat(this.mvc.post().uri(path + "/renew")).hasStatus(303)
			.headers()
			.extracting(HttpHeaders::getLocation)
			.asString()
			.startsWith("/checkout/")
			.isNotEqualTo(path);
	}

	@Test
	void codePaidInItsLastSecondIsNotReplaced() {
		String path = buy(Instant.now().minusSeconds(1));
		given(this.kaspi.get("ORD-1")).willReturn(order(KaspiOrderStatus.PAID, null, Instant.now()));
		assertThat(this.mvc.post().uri(path + "/renew")).hasStatus(303).hasHeader("Location", path);
	}

	@Test
	void codeThatCanStillBePaidIsNotReplaced() {
		String path = buy(Instant.now().plusSeconds(900));
		assertThat(this.mvc.post().uri(path + "/renew")).hasStatus(303).hasHeader("Location", path);
	}

	@Test
	void returningAsksKaspiAndGoesBackToTheCheckout() {
		String path = buy(Instant.now().plusSeconds(900));
		given(this.kaspi.get("ORD-1")).willThrow(new KaspiConnectionException("nobody there", null));
		assertThat(this.mvc.get().uri("/return?reference=" + reference(path))).hasStatus(303)
			.hasHeader("Location", path);
		then(this.kaspi).should().get("ORD-1");
	}

	@Test
	void statusForAPageThatAsks() {
		String path = buy(Instant.now().plusSeconds(900));
		assertThat(this.mvc.get().uri(path + "/status").accept(MediaType.APPLICATION_JSON)).bodyJson()
			.isEqualTo("{\"status\":\"WAITING\"}");
		pay(path);
		assertThat(this.mvc.get().uri(path + "/status").accept(MediaType.APPLICATION_JSON)).bodyJson()
			.isEqualTo("{\"status\":\"PAID\"}");
		assertThat(this.mvc.get().uri(path)).bodyText()
			.contains("Paid. Thank you!")
			.doesNotContain("http-equiv=\"refresh\"");
	}

	@Test
	void refusalIsAFriendlyPageAndNothingToPay() {
		given(this.kaspi.create(any())).willThrow(new KaspiConnectionException("nobody there", null));
		assertThat(this.mvc.post().uri("/checkout")).hasStatus(502)
			.bodyText()
			.contains("Kaspi Pay is not available right now")
			.doesNotContain("nobody there", "Exception");
		assertThat(this.mvc.get().uri("/orders")).bodyText().contains("Cancelled");
	}

	@Test
	void unknownOutcomeOfACreationNeedsAttention() {
		given(this.kaspi.create(any())).willThrow(new KaspiUnknownOutcomeException("no answer", null));
		assertThat(this.mvc.post().uri("/checkout")).hasStatus(502);
		assertThat(this.mvc.get().uri("/orders")).bodyText().contains("Needs attention");
	}

	@Test
	void refundGivesAllBackUnlessToldOtherwise() {
		String path = buy(Instant.now().plusSeconds(900));
		pay(path);
		given(this.kaspi.refund(anyString(), any())).willReturn(new KaspiRefund("ORD-1", new BigDecimal("999.5"),
				new BigDecimal("999.5"), KaspiOrderStatus.PARTIALLY_REFUNDED, null));
		assertThat(refund(path, "999.50")).hasStatus(303)
			.hasHeader("Location", "/orders")
			.flash()
			.hasEntrySatisfying("done",
					(message) -> assertThat(message).asString().startsWith("999,50\u00A0₸ of order No."));
		assertThat(refund(path, "")).hasStatus(303);
		ArgumentCaptor<KaspiRefundRequest> requests = ArgumentCaptor.captor();
		then(this.kaspi).should(times(2)).refund(anyString(), requests.capture());
		assertThat(requests.getAllValues()).extracting(KaspiRefundRequest::amount)
			.containsExactly(new BigDecimal("999.50"), null);
		assertThat(this.mvc.get().uri("/orders")).bodyText().contains("Partly refunded", "999,50\u00A0₸");
	}

	@Test
	void refundThatFailsSaysWhy() {
		String path = buy(Instant.now().plusSeconds(900));
		given(this.kaspi.refund(anyString(), any())).willThrow(new IllegalArgumentException("more than what is left"));
		assertThat(refund(path, "30000")).flash()
			.hasEntrySatisfying("failed",
					(message) -> assertThat(message).asString().endsWith("more than what is left"));
		assertThat(refund(path, "all")).flash()
			.hasEntrySatisfying("failed", (message) -> assertThat(message).asString().contains("must be a number"));
	}

	@Test
	void unknownOrderIsNotFound() {
		assertThat(this.mvc.get().uri("/checkout/nobody-knows-it")).hasStatus(404);
		assertThat(this.mvc.get().uri("/checkout/nobody-knows-it/qr.svg")).hasStatus(404);
		assertThat(this.mvc.get().uri("/return?reference=nobody-knows-it")).hasStatus(404);
	}

	private MvcTestResult refund(String path, String amount) {
		return this.mvc.post().uri("/orders/" + reference(path) + "/refund").param("amount", amount).exchange();
	}

	private String buy(Instant expiresAt) {
		given(this.kaspi.create(any())).willAnswer((call) -> order(KaspiOrderStatus.INIT,
				call.<KaspiOrderRequest>getArgument(0).getReference(), expiresAt));
		MvcTestResult answer = this.mvc.post().uri("/checkout").exchange();
		assertThat(answer).hasStatus(303);
		String path = answer.getResponse().getHeader("Location");
		assertThat(path).startsWith("/checkout/");
		return path;
	}

	private void pay(String path) {
		this.publisher.publishEvent(new KaspiOrderPaidEvent("paid " + path, "ORD-1", reference(path),
				new BigDecimal("25000"), Instant.now(), KaspiEventSource.WEBHOOK, Instant.now(), false));
	}

	private static String reference(String path) {
		return path.substring("/checkout/".length());
	}

	private static KaspiOrder order(KaspiOrderStatus status, @Nullable String reference, Instant expiresAt) {
		return new KaspiOrder("ORD-1", reference, status, new BigDecimal("25000"), BigDecimal.ZERO, "0003ORD-1",
				URI.create("https://pay.kaspikz.kz/ORD-1"), expiresAt.minus(Duration.ofMinutes(15)), expiresAt, null);
	}

}
