/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.kaspipay.simulator.checkpay.CheckPayCall;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for having Kaspi call a merchant, by a program in any language.
 */
class CheckPayControlTests extends SharedSimulatorTests {

	private static final String CONTROL = "/simulator/check-pay";

	private CheckPayMerchant merchant;

	@BeforeEach
	void setUp() throws IOException {
		this.merchant = new CheckPayMerchant();
		assertThat(set("{\"url\":\"" + this.merchant.url() + "\"}").statusCode()).isEqualTo(204);
	}

	@AfterEach
	void tearDown() {
		this.merchant.close();
	}

	@Test
	void checksThenPaysWhatIsDue() {
		JsonNode paid = post("/pay", "{\"account\":\"№ 1001 & more\"}");
		assertThat(paid.get("command").stringValue()).isEqualTo("pay");
		assertThat(paid.get("meaning").stringValue()).isEqualTo("Paid");
		assertThat(paid.get("customerSees").stringValue()).isEqualTo("The payment was made.");
		assertThat(paid.get("sum").intValue()).isEqualTo(25000);
		assertThat(paid.get("paymentId").stringValue()).isEqualTo("P-№ 1001 & more");
		assertThat(this.merchant.asked()).extracting((asked) -> asked.get("command")).containsExactly("check", "pay");
		assertThat(this.merchant.asked()).extracting((asked) -> asked.get("account")).containsOnly("№ 1001 & more");
		assertThat(this.merchant.asked()).extracting((asked) -> asked.get("txn_id"))
			.containsOnly(paid.get("transactionId").stringValue());
		assertThat(this.merchant.asked().get(1).get("txn_date")).matches("\\d{14}");
		assertThat(this.merchant.asked().get(1).get("sum")).isEqualTo("25000.00");
		assertThat(calls()).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://kaspi.kz/pay/Shop?service_id=1234&5678=a%20%26b",
			"HTTPS://kaspi.kz/pay/Shop?5678=a%20%26b&service_id=1234" })
	void takesTheAccountFromWhatAQrCodeSays(String link) {
		post("/check", "{\"link\":\"" + link + "\"}");
		assertThat(this.merchant.asked()).singleElement().extracting((asked) -> asked.get("account")).isEqualTo("a &b");
	}

	@ParameterizedTest
	@CsvSource({ "0, Can be paid, 'What is due, and a button to pay it.'", "1, No such account, Check the number",
			"2, Cancelled or expired, no longer", "3, Paid before, paid already",
			"4, A payment is in progress, being processed", "5, Error: to be tried again, Try again later" })
	void saysWhatAResultMeans(int result, String meaning, String customerSees) {
		this.merchant.answerWith((asked) -> CheckPayMerchant.json(asked, result, "25000.00"));
		JsonNode call = post("/check", "{\"account\":\"1001\"}");
		assertThat(call.get("result").intValue()).isEqualTo(result);
		assertThat(call.get("meaning").stringValue()).isEqualTo(meaning);
		assertThat(call.get("customerSees").stringValue()).contains(customerSees);
	}

	@ParameterizedTest
	@ValueSource(ints = { 201, 204, 302, 403, 429, 500, 503 })
	void anyOtherStatusIsABrokenConnectionAndNoRedirectIsFollowed(int status) {
		this.merchant.answerWith(status, Map.of("Location", this.merchant.url() + "/elsewhere"));
		JsonNode call = post("/pay", "{\"account\":\"1001\",\"amount\":5}");
		assertThat(call.get("httpStatus").intValue()).isEqualTo(status);
		assertThat(call.has("result")).isFalse();
		assertThat(call.get("meaning").stringValue()).isEqualTo("Broken connection: HTTP " + status);
		assertThat(call.get("customerSees").stringValue()).contains("Kaspi repeats the call");
		assertThat(this.merchant.asked()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '|', delimiter = '~', value = { "{}~its txn_id is missing",
			"{\"txn_id\":\"%s\"}~it has no result", "{\"txn_id\":\"%s\",\"result\":\"0\"}~it has no result",
			"{\"txn_id\":\"%s\",\"result\":6}~its result is not 0 to 5",
			"{\"txn_id\":\"1\",\"result\":0}~its txn_id is 1 instead of",
			"{\"txn_id\":\"%s\",\"result\":0,\"sum\":\"1,5\"}~its sum is not an amount",
			"{\"txn_id\":\"%s\",\"result\":0,\"sum\":1e999999999}~its sum is not an amount", "OK~it is not JSON",
			"<html>~it is not XML", "<a><txn_id>%s</txn_id></a>~it has no result",
			"<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><a><txn_id>&e;</txn_id></a>~it is not XML" })
	void anAnswerThatCannotBeReadIsNone(String answer, String reason) {
		this.merchant.answerWith((asked) -> answer.replace("%s", asked.get("txn_id")));
		JsonNode call = post("/check", "{\"account\":\"1001\"}");
		assertThat(call.has("result")).isFalse();
		assertThat(call.get("meaning").stringValue())
			.startsWith("Broken connection: the answer cannot be read: " + reason);
	}

	@Test
	void readsXmlAndTheFieldsThatThePayerSees() {
		this.merchant.answerWith((asked) -> String.format(Locale.ROOT,
				"""
						<?xml version="1.0" encoding="UTF-8"?><response><txn_id>%s</txn_id><prv_txn>77</prv_txn>
						<result>0</result><sum>200.50</sum><comment>OK</comment>
						<fields><field1 name="Order">№ 1001</field1><field2 name="For">A &amp; B</field2></fields></response>""",
				asked.get("txn_id")));
		JsonNode call = post("/check", "{\"account\":\"1001\"}");
		assertThat(call.get("answeredSum").decimalValue()).isEqualByComparingTo("200.5");
		assertThat(call.get("paymentId").stringValue()).isEqualTo("77");
		assertThat(call.get("fields")).hasToString("{\"Order\":\"№ 1001\",\"For\":\"A & B\"}");
		assertThat(set("{\"format\":\"json\"}").statusCode()).isEqualTo(204);
		assertThat(post("/check", "{\"account\":\"1001\"}").get("error").stringValue())
			.isEqualTo("the answer cannot be read: JSON was agreed, and this is XML");
	}

	@Test
	void repeatsAtOnceWithTheSameId() {
		String id = post("/pay", "{\"account\":\"1001\",\"amount\":5}").get("transactionId").stringValue();
		JsonNode repeats = ApiClient.json(this.client.post(CONTROL + "/" + id + "/repeat?times=50"));
		assertThat(repeats).hasSize(50);
		assertThat(this.merchant.asked()).hasSize(51)
			.extracting(CheckPayMerchant.Asked::url)
			.containsOnly(this.merchant.asked().get(0).url());
		assertThat(this.client.post(CONTROL + "/" + id + "/repeat?times=101").statusCode()).isEqualTo(400);
		assertThat(this.client.post(CONTROL + "/" + id + "/repeat?times=0").statusCode()).isEqualTo(400);
		assertThat(this.client.post(CONTROL + "/1/repeat").statusCode()).isEqualTo(404);
		assertThat(this.client.post(CONTROL + "/" + id + "/repeat?command=check").statusCode()).isEqualTo(404);
	}

	@Test
	void repeatsTheCheckOfWhatIsPaid() {
		String id = post("/pay", "{\"account\":\"1001\"}").get("transactionId").stringValue();
		this.client.post(CONTROL + "/" + id + "/repeat?command=check");
		this.client.post(CONTROL + "/" + id + "/repeat");
		assertThat(this.merchant.asked()).extracting((asked) -> asked.get("command"))
			.containsExactly("check", "pay", "check", "check");
	}

	@Test
	void letsPaymentsOfOneAccountRace() {
		AtomicInteger payments = new AtomicInteger();
		this.merchant.answerWith((asked) -> CheckPayMerchant.json(asked,
				(asked.get("command").equals("pay") && payments.getAndIncrement() > 0) ? 3 : 0, "25000.00"));
		JsonNode calls = post("/race", "{\"account\":\"1001\",\"payments\":5}");
		assertThat(calls.valueStream().map((call) -> call.get("transactionId").stringValue())).hasSize(5)
			.doesNotHaveDuplicates();
		assertThat(calls.valueStream().map((call) -> call.get("result").intValue())).containsExactlyInAnyOrder(0, 3, 3,
				3, 3);
		assertThat(post("/race", "{\"account\":\"1001\"}")).hasSize(2);
		assertThat(this.client.post(CONTROL + "/race", "{\"account\":\"1001\",\"payments\":0}").statusCode())
			.isEqualTo(400);
	}

	@Test
	void givesUpOnAMerchantThatIsTooSlow() {
		this.merchant.hang();
		assertThat(set("{\"patienceMillis\":100}").statusCode()).isEqualTo(204);
		JsonNode call = post("/pay", "{\"account\":\"1001\",\"amount\":5}");
		assertThat(call.get("meaning").stringValue()).isEqualTo("Broken connection: no answer within 0.1 s");
		assertThat(call.get("tookMillis").longValue()).isGreaterThanOrEqualTo(99);
	}

	@Test
	void callsAsWhoeverItIsToldToBe() {
		assertThat(set("{\"address\":\"194.187.247.152, 203.0.113.7\"}").statusCode()).isEqualTo(204);
		post("/check", "{\"account\":\"1001\"}");
		assertThat(this.merchant.asked().get(0).forwardedFor()).containsExactly("194.187.247.152, 203.0.113.7");
		assertThat(terms().get("address").stringValue()).isEqualTo("194.187.247.152, 203.0.113.7");
	}

	@Test
	void neverShowsTheSharedSecret() {
		assertThat(set("{\"sharedSecret\":\"whisper & shout\"}").statusCode()).isEqualTo(204);
		String shown = this.client.post(CONTROL + "/check", "{\"account\":\"1001\"}").body();
		assertThat(this.merchant.asked().get(0).get("data1")).isEqualTo("whisper & shout");
		assertThat(shown + this.client.get(CONTROL).body() + this.client.get(CONTROL + "/calls").body()
				+ this.simulator.checkPay().calls())
			.contains("data1=***")
			.doesNotContain("whisper");
		assertThat(terms().get("sharedSecret").booleanValue()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://169.254.169.254/latest", "https://example.com/", "http://localhost.example.com/",
			"http://127.0.0.1@example.com/", "http://[::2]/", "file:///etc/passwd", "http:///kaspi", "localhost:8080",
			"http://localhost/?a=b", "http://localhost/#a", "http://user@localhost/", "http://10.0.0.1/", "",
			"http://a b/" })
	void nobodyMakesItCallOthers(String url) {
		HttpResponse<String> answer = set("{\"url\":\"" + url + "\"}");
		assertThat(answer.statusCode()).isEqualTo(400);
		assertThat(answer.body()).contains("--check-pay-url");
		assertThat(terms().get("url").stringValue()).isEqualTo(this.merchant.url().toString());
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"patienceMillis\":0}", "{\"patienceMillis\":-1}", "{\"patienceMillis\":\"1\"}",
			"{\"patienceMillis\":99999999}", "{\"address\":\"\"}", "{\"address\":\"a\\r\\nHost: b\"}",
			"{\"format\":\"yaml\"}", "[]" })
	void refusesWhatCannotBeSet(String json) {
		assertThat(set(json).statusCode()).isEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"account\":\" \"}", "{\"account\":1}", "{\"link\":\"1001\"}",
			"{\"link\":\"https://kaspi.kz/pay/Shop?service_id=1\"}", "{\"link\":\"https://kaspi.kz/pay/Shop?5=%zz\"}" })
	void refusesCallsWithoutAnAccount(String json) {
		for (String call : List.of("/check", "/pay", "/race")) {
			assertThat(this.client.post(CONTROL + call, json).statusCode()).isEqualTo(400);
		}
		assertThat(this.merchant.asked()).isEmpty();
	}

	@Test
	void whoeverStartsItMayNameAnyMachine() {
		URI url = URI.create("http://merchant.example/kaspi");
		try (KaspiPaySimulator started = KaspiPaySimulator.builder().checkPayUrl(url).start()) {
			assertThat(ApiClient.json(new ApiClient(started).get(CONTROL)).get("url").stringValue())
				.isEqualTo("http://merchant.example/kaspi");
		}
		assertThatIllegalArgumentException()
			.isThrownBy(() -> KaspiPaySimulator.builder().checkPayUrl(URI.create("merchant.example/kaspi")))
			.withMessageContaining("http://localhost:8080/kaspi/check-pay");
	}

	@Test
	void saysThatItKnowsNoMerchant() {
		try (KaspiPaySimulator started = KaspiPaySimulator.start()) {
			ApiClient client = new ApiClient(started);
			HttpResponse<String> answer = client.post(CONTROL + "/check", "{\"account\":\"1001\"}");
			assertThat(answer.statusCode()).isEqualTo(409);
			assertThat(answer.body()).contains("--check-pay-url");
			assertThat(client.get("/phone/account?account=1001").body()).contains("--check-pay-url");
		}
	}

	@Test
	void saysThatNobodyListens() {
		this.merchant.close();
		assertThat(post("/check", "{\"account\":\"1001\"}").get("meaning").stringValue())
			.isEqualTo("Broken connection: nobody listens at " + this.merchant.url().getAuthority());
	}

	@Test
	void phoneShowsWhatIsDueAndWhatBecameOfIt() {
		this.merchant.answerWith((asked) -> CheckPayMerchant.json(asked, 0, "25000.00")
			.replace("\"comment\"",
					"\"fields\":{\"field1\":{\"@name\":\"Order <b>\",\"#text\":\"№ 1001\"}},\"comment\""));
		String due = this.client.get("/phone/account?account=https%3A%2F%2Fkaspi.kz%2Fpay%2FShop%3F5%3D1001").body();
		assertThat(due).contains("25\u00a0000\u00a0₸", "<dt>Order &lt;b&gt;</dt><dd>№ 1001</dd>", "<dd>1001</dd>")
			.doesNotContain("{{");
		String id = this.simulator.checkPay().calls().get(0).transactionId();
		this.merchant.answerWith(503, Map.of());
		HttpResponse<String> paid = this.client.post("/phone/account/" + id);
		assertThat(this.client.get(paid.headers().firstValue("Location").orElseThrow()).body())
			.contains("Broken connection: HTTP 503", "Kaspi repeats the call");
		this.merchant.answerWith(200, Map.of());
		List<CheckPayCall> calls = this.simulator.checkPay().calls();
		this.simulator.checkPay().repeat(calls.get(calls.size() - 1));
		assertThat(this.client.get("/phone/account/" + id).body()).contains("<h1>Paid</h1>");
		assertThat(this.client.get("/phone/account/1").statusCode()).isEqualTo(404);
	}

	private JsonNode terms() {
		return ApiClient.json(this.client.get(CONTROL));
	}

	private JsonNode calls() {
		return ApiClient.json(this.client.get(CONTROL + "/calls"));
	}

	private HttpResponse<String> set(String json) {
		return this.client.post(CONTROL, json);
	}

	private JsonNode post(String path, String json) {
		HttpResponse<String> answer = this.client.post(CONTROL + path, json);
		assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
		return ApiClient.json(answer);
	}

}
