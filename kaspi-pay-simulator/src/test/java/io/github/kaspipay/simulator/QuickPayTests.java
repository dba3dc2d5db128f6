/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

import javax.imageio.ImageIO;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.github.kaspipay.simulator.fault.ApiFault;
import io.github.kaspipay.simulator.fault.Operation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for quick pay: the merchant prepares a payment, the customer is sent to it, and
 * Kaspi checks and pays as always.
 */
class QuickPayTests extends SharedSimulatorTests {

	private static final String REQUEST = """
			{"TranId":"t-1","OrderId":"1001","Amount":2500000,"Service":"Shop","returnUrl":"https://shop.example/thanks",\
			"refererHost":"shop.example","GenerateQrCode":true}""";

	private CheckPayMerchant merchant;

	@BeforeEach
	void setUp() throws IOException {
		this.merchant = new CheckPayMerchant();
		this.simulator.checkPay().merchant(this.merchant.url());
	}

	@AfterEach
	void tearDown() {
		this.merchant.close();
	}

	@Test
	void customerIsSentToThePaymentAndBack() throws Exception {
		JsonNode prepared = post(REQUEST);
		assertThat(prepared.get("code").intValue()).isZero();
		String redirectUrl = prepared.get("redirectUrl").stringValue();
		assertThat(decode(prepared.get("qrCodeImage").stringValue())).isEqualTo(redirectUrl);
		assertThat(this.merchant.asked()).isEmpty();
		String due = this.client.get(redirectUrl.substring(this.simulator.baseUrl().length())).body();
		assertThat(due).contains("25\u00a0000\u00a0₸", "href=\"https://shop.example/thanks\"").doesNotContain("{{");
		String action = due.replaceAll("(?s).*action=\"([^\"]+)\".*", "$1");
		HttpResponse<String> paid = this.client.post(action);
		assertThat(this.client.get(paid.headers().firstValue("Location").orElseThrow()).body())
			.contains("<h1>Paid</h1>", "href=\"https://shop.example/thanks\"");
		assertThat(this.merchant.asked()).extracting((asked) -> asked.get("command") + " " + asked.get("account"))
			.containsExactly("check 1001", "pay 1001");
		assertThat(this.merchant.asked().get(1).get("sum")).isEqualTo("25000.00");
	}

	@Test
	void customerCannotPayTwoAmounts() {
		String path = post(REQUEST.replace("2500000", "25000")).get("redirectUrl")
			.stringValue()
			.substring(this.simulator.baseUrl().length());
		assertThat(this.client.get(path).body()).contains("Two amounts", "for 250\u00a0₸", "with 25\u00a0000\u00a0₸")
			.doesNotContain("<form");
		this.simulator.reset();
		assertThat(this.client.get(path).body()).contains("No such payment");
	}

	@Test
	void saysWhatTheCheckWasAnsweredWith() {
		this.merchant.answerWith((asked) -> CheckPayMerchant.json(asked, 2, "25000.00"));
		String path = post(REQUEST).get("redirectUrl").stringValue().substring(this.simulator.baseUrl().length());
		assertThat(this.client.get(path).body())
			.contains("Cancelled or expired", "href=\"https://shop.example/thanks\"")
			.doesNotContain("<form");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '|',
			value = { "\"TranId\":\"t-1\", \"TranId\":1, TranId", "\"OrderId\":\"1001\", \"OrderId\":\" \", OrderId",
					"\"OrderId\":\"1001\", \"OrderId\":\"a\\u0000b\", OrderId",
					"\"Amount\":2500000, \"Amount\":25000.5, Amount", "\"Amount\":2500000, \"Amount\":0, Amount",
					"\"Amount\":2500000, \"Amount\":\"2500000\", Amount",
					"\"Amount\":2500000, \"Amount\":99999999999999999999, Amount",
					"\"Service\":\"Shop\", \"Other\":1, Service",
					"https://shop.example/thanks, javascript:alert(1), returnUrl",
					"\"shop.example\", \"https://shop.example\", refererHost",
					"\"shop.example\", \"shop.example:443\", refererHost" })
	void refusesWithACode(String part, String wrong, String name) {
		assertThat(REQUEST).contains(part);
		JsonNode refusal = post(REQUEST.replace(part, wrong));
		assertThat(refusal.get("code").intValue()).isPositive();
		assertThat(refusal.get("message").stringValue()).contains(name);
		assertThat(refusal.has("redirectUrl")).isFalse();
	}

	@Test
	void sendsNoPictureUnlessAskedFor() {
		assertThat(post(REQUEST.replace("true", "false")).has("qrCodeImage")).isFalse();
	}

	@Test
	void suffersFaultsAndIsInTheJournal() {
		this.simulator.faults().add(ApiFault.status(503).on(Operation.QUICK_PAY).times(1));
		assertThat(this.client.post("/online", REQUEST).statusCode()).isEqualTo(503);
		assertThat(this.client.post("/online", REQUEST).statusCode()).isEqualTo(200);
		assertThat(this.simulator.requests())
			.extracting((request) -> String.format(Locale.ROOT, "%s %s", request.path(), request.status()))
			.containsExactly("/online 503", "/online 200");
		assertThat(this.client.post("/online", "{").statusCode()).isEqualTo(400);
		assertThat(this.client.get("/online").statusCode()).isEqualTo(405);
	}

	private JsonNode post(String json) {
		HttpResponse<String> answer = this.client.post("/online", json);
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		return ApiClient.json(answer);
	}

	private static String decode(String picture) throws Exception {
		return new QRCodeReader()
			.decode(new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(
					ImageIO.read(new ByteArrayInputStream(Base64.getDecoder().decode(picture)))))),
					Map.of(DecodeHintType.PURE_BARCODE, true))
			.getText();
	}

}
