/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.merchant;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.github.kaspipay.KaspiPayException;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.merchant.KaspiMerchants;
import io.github.kaspipay.order.KaspiOrderRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What goes wrong with a merchant's calls names that merchant's properties.
 */
class SettingNamesTests {

	private static final String ALMATY = "kaspi.pay.merchants.almaty.";

	@RegisterExtension
	static final WireMockExtension kaspi = WireMockExtension.newInstance().build();

	private static final String[] CREDENTIALS = { ALMATY + "merchant-id=M-2", ALMATY + "client-id=client-2",
			ALMATY + "client-secret=Zq7-client-credential-2" };

	private static ApplicationContextRunner runner() {
		return Runners.plain().withPropertyValues("kaspi.pay.call-timeout=2s", "kaspi.pay.polling.enabled=false");
	}

	private static void answer(ResponseDefinitionBuilder response) {
		kaspi.stubFor(any(anyUrl()).willReturn(response));
	}

	private static @Nullable String failure(ApplicationContextRunner runner) {
		String[] message = new String[1];
		runner.run((context) -> {
			KaspiMerchants merchants = context.getBean(KaspiMerchants.class);
			KaspiOrderRequest request = KaspiOrderRequest.builder().amount(1).build();
			message[0] = catchThrowableOfType(KaspiPayException.class, () -> merchants.get("almaty").create(request))
				.getMessage();
		});
		return message[0];
	}

	private static ApplicationContextRunner withOwnAddress() {
		return runner().withPropertyValues(CREDENTIALS)
			.withPropertyValues(ALMATY + "base-url=http://127.0.0.1:" + kaspi.getPort());
	}

	@Test
	void addressOfTheMerchantThatIsNotReached() {
		assertThat(failure(
				runner().withPropertyValues(CREDENTIALS).withPropertyValues(ALMATY + "base-url=http://127.0.0.1:1")))
			.endsWith("check " + ALMATY + "base-url");
	}

	@Test
	void addressThatTheMerchantSharesIsNotReached() {
		assertThat(failure(runner().withPropertyValues(CREDENTIALS))).endsWith("check kaspi.pay.base-url");
	}

	@Test
	void addressThatLeadsToAPageForPeople() {
		answer(aResponse().withBody("<html>"));
		assertThat(failure(withOwnAddress())).contains("check " + ALMATY + "base-url and what is in between");
		answer(aResponse().withStatus(404).withBody("<html>"));
		assertThat(failure(withOwnAddress())).contains("check " + ALMATY + "base-url and what is in between");
	}

	@Test
	void refusedCredentials() {
		answer(aResponse().withStatus(401));
		assertThat(failure(withOwnAddress())).contains("check " + ALMATY + "client-id and " + ALMATY
				+ "client-secret, and that they belong to " + ALMATY + "base-url");
	}

	@Test
	void limitThatLeavesNoCall() {
		answer(aResponse().withHeader("Content-Type", "application/json")
			.withBody("{\"access_token\":\"token-1\",\"token_type\":\"Bearer\",\"expires_in\":3600}"));
		assertThat(failure(withOwnAddress().withPropertyValues(ALMATY + "rate-limit.requests-per-minute=1",
				ALMATY + "rate-limit.max-wait=0s")))
			.contains("left within " + ALMATY + "rate-limit.requests-per-minute,");
	}

	@Test
	void refusedKeyOfTheQrApi() {
		answer(aResponse().withStatus(401));
		assertThat(failure(runner().withPropertyValues(ALMATY + "api=qr", ALMATY + "qr.scheme=basic",
				ALMATY + "qr.api-key=4Gh7sKq2", ALMATY + "qr.trade-point-id=42", ALMATY + "qr.device-id=desk-1",
				ALMATY + "base-url=http://127.0.0.1:" + kaspi.getPort())))
			.contains("check " + ALMATY + "qr.api-key in the scheme basic, " + ALMATY + "ssl.bundle in the others");
	}

	@Test
	void addressOfQuickPayWhichAllMerchantsShare() {
		ApplicationContextRunner quickPay = runner().withPropertyValues(ALMATY + "api=check-pay",
				ALMATY + "check-pay.quick-pay.service=Rugs");
		String address = "kaspi.pay.check-pay.quick-pay.url";
		assertThat(failure(quickPay.withPropertyValues(address + "=http://127.0.0.1:1/online")))
			.endsWith("check " + address);
		ApplicationContextRunner answered = quickPay
			.withPropertyValues(address + "=http://127.0.0.1:" + kaspi.getPort() + "/online");
		answer(aResponse().withBody("<html>"));
		assertThat(failure(answered)).contains("check " + address + " and what is in between");
		answer(aResponse().withStatus(400).withBody("{}"));
		assertThat(failure(answered)).contains("check " + address + " and " + ALMATY + "check-pay.quick-pay.service");
	}

}
