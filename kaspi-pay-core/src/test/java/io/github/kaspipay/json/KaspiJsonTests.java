/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.json;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class KaspiJsonTests {

	static final List<byte[]> MALFORMED_UTF_8 = JsonStringifyTests.MALFORMED_UTF_8;

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			25000 | 25000
			25000.00 | 25000
			2.5e4 | 25000
			1234.50 | 1234.5
			0 | 0
			-0.0 | 0
			0e999999999 | 0
			9999999999999.99 | 9999999999999.99
			0.30000000000000004 | 0.30000000000000004
			99999999999999999999 | 99999999999999999999
			{"value":25000,"currency":"KZT"} | 25000
			{"currency":"KZT","value":1.10,"other":[{}]} | 1.1
			""")
	void readsBothShapesOfAnAmount(String amount, BigDecimal expected) throws Exception {
		assertThat(readAmount(amount)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "-0.01", "\"25000\"", "\"\"", "true", "[]", "[1]", "{}", "{\"value\":1}",
			"{\"currency\":\"KZT\"}", "{\"value\":1,\"currency\":\"USD\"}", "{\"value\":1,\"currency\":\"kzt\"}",
			"{\"value\":1,\"currency\":null}", "{\"value\":1,\"currency\":398}",
			"{\"value\":\"1\",\"currency\":\"KZT\"}", "{\"value\":null,\"currency\":\"KZT\"}",
			"{\"value\":-1,\"currency\":\"KZT\"}",
			"{\"value\":{\"value\":1,\"currency\":\"KZT\"},\"currency\":\"KZT\"}", "1e400", "100e2147483647",
			"1e999999999", "1e-999999999", "100000000000000000000", "0.000000000000000000001" })
	void refusesWhatIsNotAnAmount(String amount) {
		assertThatIllegalArgumentException().isThrownBy(() -> readAmount(amount))
			.withMessageMatching("(must|currency) .*");
	}

	@ParameterizedTest
	@ValueSource(strings = { "NaN", "Infinity", "01", "1.", "1e99999999999", "-1e-99999999999" })
	void refusesWhatIsNotANumber(String number) {
		assertUnreadable("{\"x\":" + number + "}", "is not strict JSON without repeated keys");
	}

	@Test
	void readsAnAmountThatIsNotThere() throws Exception {
		assertThat(Amount.read(read("{}").get("amount"))).isNull();
		assertThat(readAmount("null")).isNull();
	}

	@Test
	void readsEveryKindOfValue() throws Exception {
		Map<String, @Nullable Object> members = read(
				" {\"s\":\"\\u20b8\\n\",\"n\":-1.50E+1,\"t\":true,\"f\":false,\"z\":null,\"o\":{\"o\":{}},\"a\":[1,[],null]} ");
		Map<String, @Nullable Object> expected = new HashMap<>();
		expected.put("s", "₸\n");
		expected.put("n", new BigDecimal("-15.0"));
		expected.put("t", true);
		expected.put("f", false);
		expected.put("z", null);
		expected.put("o", Map.of("o", Map.of()));
		expected.put("a", Arrays.asList(BigDecimal.ONE, List.of(), null));
		assertThat(members).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', nullValues = "-", textBlock = """
			"a" | a
			" a" | ` a`
			"" | -
			" \\t" | -
			12345678901234567890123 | 12345678901234567890123
			1.50 | 1.50
			-0 | 0
			1e3 | 1E+3
			true | -
			null | -
			{} | -
			["a"] | -
			""")
	void takesNumbersForTexts(String value, @Nullable String expected) throws Exception {
		assertThat(KaspiJson.text(read("{\"x\":" + value + "}").get("x"))).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}", "{\"x\":[{\"y\":1,\"y\":1}]}", "{} {}",
			"{}x", "{}]", "{\"a\":1,}", "{'a':1}", "{a:1}", "{\"a\":1", "{\"a\":\"\t\"}", "{}\u0000", "//\n{}" })
	void refusesRepeatedKeysTrailingTextAndWhatIsNotJson(String json) {
		assertUnreadable(json, "is not strict JSON without repeated keys");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "null", "[]", "[{}]", "1", "\"text\"", "true" })
	void refusesWhatIsNotAnObject(String json) {
		assertUnreadable(json, "is not a JSON object");
	}

	@ParameterizedTest
	@FieldSource("MALFORMED_UTF_8")
	void refusesMalformedUtf8(byte[] json) {
		assertThatExceptionOfType(UnreadableJsonException.class).isThrownBy(() -> KaspiJson.readObject(json))
			.withNoCause();
	}

	@Test
	void readsWhatComesAfterOneByteOrderMark() throws Exception {
		assertThat(read("\ufeff{}")).isEmpty();
		assertThatExceptionOfType(UnreadableJsonException.class).isThrownBy(() -> read("\ufeff\ufeff{}"));
	}

	@Test
	void boundsNestingAndNumbers() throws Exception {
		assertThat(read("{\"x\":".repeat(500) + "1" + "}".repeat(500))).containsOnlyKeys("x");
		assertUnreadable("{\"x\":".repeat(501) + "1" + "}".repeat(501), "is not strict JSON without repeated keys");
		assertUnreadable("{\"x\":" + "[".repeat(100_000), "is not strict JSON without repeated keys");
		assertThat(read("{\"x\":" + "9".repeat(1000) + "}")).containsOnlyKeys("x");
		assertUnreadable("{\"x\":" + "9".repeat(1001) + "}", "is not strict JSON without repeated keys");
		assertUnreadable("{\"x\":0." + "9".repeat(100_000) + "}", "is not strict JSON without repeated keys");
	}

	@Test
	void keepsToItsNestingLimitOnASmallStack() throws InterruptedException {
		int[] size = new int[1];
		Thread thread = new Thread(null, () -> {
			try {
				size[0] = read("{\"x\":".repeat(500) + "1" + "}".repeat(500)).size();
			}
			catch (UnreadableJsonException ex) {
				throw new IllegalStateException(ex);
			}
		}, "small-stack", 512 * 1024);
		thread.start();
		thread.join();
		assertThat(size[0]).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource({ "25000,25000", "25000.00,25000", "2.5E+4,25000", "1234.50,1234.5", "0.01,0.01", "0.00,0",
			"1E-7,0.0000001", "9999999999999.99,9999999999999.99" })
	void writesAmountsPlain(BigDecimal amount, String expected) {
		assertThat(KaspiJson.write(Map.of("amount", amount))).isEqualTo("{\"amount\":" + expected + "}");
		assertThat(KaspiJson.write(Map.of("amount", Amount.toObject(amount))))
			.isEqualTo("{\"amount\":{\"value\":" + expected + ",\"currency\":\"KZT\"}}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e999999999", "1e-999999999", "1e20" })
	void refusesToWriteAmountsOfManyDigits(BigDecimal amount) {
		assertThatIllegalArgumentException().isThrownBy(() -> KaspiJson.write(Map.of("amount", amount)));
	}

	@Test
	void leavesNullsOutAndKeepsTheOrder() {
		Map<String, @Nullable Object> members = new LinkedHashMap<>();
		members.put("b", "\"\\\n\u0001/₸🎉");
		members.put("null", null);
		members.put("a", Map.of());
		assertThat(KaspiJson.write(members)).isEqualTo("{\"b\":\"\\\"\\\\\\n\\u0001/₸🎉\",\"a\":{}}");
	}

	@Test
	void readsWhatItWrote() throws Exception {
		Map<String, String> texts = Map.of("", "", "заказ", "quote \" backslash \\ \u2028 \u0000 🎉", "lone", "\ud83c");
		assertThat(KaspiJson.readObject(KaspiJson.write(texts))).isEqualTo(texts);
	}

	private static void assertUnreadable(String json, String message) {
		assertThatExceptionOfType(UnreadableJsonException.class).isThrownBy(() -> read(json))
			.withMessage(message)
			.withNoCause();
	}

	private static @Nullable BigDecimal readAmount(String amount) throws UnreadableJsonException {
		return Amount.read(read("{\"amount\":" + amount + "}").get("amount"));
	}

	private static Map<String, @Nullable Object> read(String json) throws UnreadableJsonException {
		return KaspiJson.readObject(json.getBytes(StandardCharsets.UTF_8));
	}

}
