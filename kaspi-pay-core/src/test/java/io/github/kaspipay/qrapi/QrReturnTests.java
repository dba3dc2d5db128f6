/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.qrapi.KaspiQrReturns.Purchase;
import io.github.kaspipay.qrapi.KaspiQrReturns.QrReturn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Returns that begin with the customer's scan.
 */
class QrReturnTests {

	private final QrFixture kaspi = new QrFixture(QrScheme.STANDARD);

	private final KaspiQrReturns returns = this.kaspi.gateway.returns();

	@Test
	void startsAReturnThatTheCustomerCanScan() {
		this.kaspi.answer("/return/create",
				"{\"QrToken\":\"qr-1\",\"QrReturnId\":15,\"ExpireDate\":\"2026-05-09T16:25:00Z\","
						+ "\"QrReturnBehaviorOptions\":{\"QrCodeScanEventPollingInterval\":7}}");
		assertThat(this.returns.start("return_1"))
			.isEqualTo(new QrReturn("15", "qr-1", Instant.parse("2026-05-09T16:25:00Z"), Duration.ofSeconds(7)));
		assertThat(post("/return/create").getBodyAsString())
			.isEqualTo("{\"DeviceToken\":\"token-1\",\"ExternalId\":\"return_1\"}");
	}

	@Test
	void whatIsNotToldOfAReturnIsThatOfTheContract() {
		this.kaspi.answer("/return/create", "{\"QrToken\":\"qr-1\",\"QrReturnId\":\"15\"}");
		assertThat(this.returns.start("return_1")).isEqualTo(new QrReturn("15", "qr-1", null, Duration.ofSeconds(5)));
	}

	@Test
	void asksForItsStatus() {
		this.kaspi.stub(get("/r3/v01/return/status/15")
			.willReturn(KaspiPayFixture.json(200, QrFixture.envelope("{\"Status\":\"CustomerIdentityObtained\"}"))));
		assertThat(this.returns.status("15")).isEqualTo(KaspiQrReturns.CUSTOMER_KNOWN);
	}

	@Test
	void listsTheCustomersPurchases() {
		this.kaspi.answer("/return/operations",
				"[{\"QrPaymentId\":77,\"Amount\":25000.50,\"TransactionDate\":\"2026-05-09T21:21:00\"},"
						+ "null,{\"QrPaymentId\":\"78\"}]");
		assertThat(this.returns.purchases("15", 1)).containsExactly(
				new Purchase("77", new BigDecimal("25000.5"), Instant.parse("2026-05-09T16:21:00Z")),
				new Purchase("78", null, null));
		assertThat(post("/return/operations").getBodyAsString())
			.isEqualTo("{\"DeviceToken\":\"token-1\",\"QrReturnId\":15,\"MaxResult\":1}");
		this.kaspi.answer("/return/operations", "{}");
		assertThat(this.returns.purchases("15", 1)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"QrReturnId\":15}", "{\"QrToken\":\"qr-1\"}", "{\"QrToken\":\"qr-1\",\"QrReturnId\":0}",
			"null" })
	void answerWithoutItsIdOrCodeIsNoReturn(String data) {
		this.kaspi.answer("/return/create", data);
		assertThatExceptionOfType(KaspiServerException.class).isThrownBy(() -> this.returns.start("return_1"));
	}

	@ParameterizedTest
	@NullAndEmptySource
	@ValueSource(strings = { "15/../16", "x", "1234567890123456789", "-1", " 1" })
	void idsAreNumbers(String returnId) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.returns.status(returnId))
			.withMessageStartingWith("returnId");
		assertThatIllegalArgumentException().isThrownBy(() -> this.returns.purchases(returnId, 1))
			.withMessageStartingWith("returnId");
		assertThat(this.kaspi.requests(postRequestedFor(anyUrl()))).isEmpty();
	}

	@Test
	void refusesWhatCannotBeAsked() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.returns.start("a b"))
			.withMessageStartingWith("reference");
		assertThatIllegalArgumentException().isThrownBy(() -> this.returns.purchases("15", 0))
			.withMessageStartingWith("max");
		assertThat(this.kaspi.requests(postRequestedFor(anyUrl()))).isEmpty();
	}

	@Test
	void otherSchemesHaveNone() {
		for (QrScheme scheme : List.of(QrScheme.BASIC, QrScheme.ENHANCED)) {
			assertThatIllegalStateException().isThrownBy(() -> new QrFixture(scheme).gateway.returns())
				.withMessageContaining(scheme.name().toLowerCase(java.util.Locale.ROOT));
		}
	}

	private LoggedRequest post(String path) {
		List<LoggedRequest> requests = this.kaspi.requests(postRequestedFor(urlPathEqualTo("/r3/v01" + path)));
		assertThat(requests).hasSize(1);
		return requests.get(0);
	}

}
