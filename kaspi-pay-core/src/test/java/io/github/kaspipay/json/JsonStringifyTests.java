/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.json;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.kaspipay.webhook.WebhookVector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class JsonStringifyTests {

	static final List<byte[]> MALFORMED_UTF_8 = List.of(bytes(0xff), bytes('"', 0x80, '"'), bytes('"', 0xc3, '"'),
			bytes('"', 0xc0, 0x80, '"'), bytes('"', 0xed, 0xa0, 0x80, '"'), bytes('"', 0xf4, 0x90, 0x80, 0x80, '"'),
			"{}".getBytes(StandardCharsets.UTF_16), "{}".getBytes(StandardCharsets.UTF_16LE));

	static List<WebhookVector> vectors() {
		return WebhookVector.all();
	}

	@ParameterizedTest
	@MethodSource("vectors")
	void givesWhatNodeGives(WebhookVector vector) {
		assertThat(JsonStringify.apply(vector.body()))
			.isEqualTo(vector.jsonStringify().getBytes(StandardCharsets.UTF_8));
	}

	@ParameterizedTest
	@CsvSource({ "0,0", "-0,0", "-0.0,0", "25000.00,25000", "1234.50,1234.5", "1e2,100", "0.1,0.1",
			"0.30000000000000004,0.30000000000000004", "1e20,100000000000000000000", "1e21,1e+21", "-1e21,-1e+21",
			"123456789012345680000,123456789012345680000", "1e-6,0.000001", "1e-7,1e-7", "-1.5e-7,-1.5e-7",
			"9007199254740993,9007199254740992", "18014398509481985,18014398509481984", "1e23,1e+23",
			"9.999999999999999e22,1e+23", "2e-3,0.002", "1.1e23,1.1e+23", "2e23,2e+23", "4.9e-324,5e-324",
			"2.2e-322,2.2e-322", "2.2250738585072014e-308,2.2250738585072014e-308",
			"1.7976931348623157e308,1.7976931348623157e+308", "1e309,null", "-1e309,null", "1e99999999999,null",
			"1e-99999999999,0", "5.684341886080802e-14,5.684341886080802e-14",
			"5.684341886080801e-14,5.684341886080801e-14" })
	void writesNumbersAsEcmaScriptDoes(String number, String expected) {
		assertThat(apply(number)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "{", "}", "[1,]", "{\"a\":1,}", "{,}", "{\"a\"}", "{\"a\":}", "{a:1}", "{'a':1}",
			"nul", "True", "NaN", "Infinity", "-Infinity", "undefined", "01", "-", "+1", "1.", ".5", "1e", "0x1", "--1",
			"\"", "\"\t\"", "\"\n\"", "\"\\x41\"", "\"\\u12g4\"", "\"\\'\"", "// \n1", "/**/1", "# \n1", "\ufeff{}",
			"\u00a0{}", "\f{}", "{}\u0000" })
	void refusesWhatIsNotJson(String text) {
		assertThat(apply(text)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}{}", "{} x", "1 2", "1,2", "[]]", "{}}", "{},", "null null" })
	void refusesTrailingText(String text) {
		assertThat(apply(text)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}", "{\"x\":[{\"1\":1,\"2\":2,\"1\":3}]}",
			"{\"__proto__\":1,\"__proto__\":2}" })
	void refusesRepeatedKeys(String text) {
		assertThat(apply(text)).isNull();
	}

	@ParameterizedTest
	@FieldSource("MALFORMED_UTF_8")
	void refusesMalformedUtf8(byte[] body) {
		assertThat(JsonStringify.apply(body)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "[", "{\"a\":", "{\"0\":", "[{\"1\":" })
	void refusesDeepNesting(String opening) {
		assertThat(apply(opening.repeat(200_000))).isNull();
	}

	@Test
	void keepsToItsNestingLimitOnASmallStack() throws InterruptedException {
		String deepest = "{\"0\":".repeat(499) + "[]" + "}".repeat(499);
		String[] result = new String[2];
		Thread thread = new Thread(null, () -> {
			result[0] = apply(deepest);
			result[1] = apply("[" + deepest + "]");
		}, "small-stack", 512 * 1024);
		thread.start();
		thread.join();
		assertThat(result).containsExactly(deepest, null);
	}

	@ParameterizedTest
	@ValueSource(strings = { "1234.50", "999999999999999", "0.000001", "\"\\u0001\"", "\"₸\"" })
	void reads64Kilobytes(String element) {
		String text = "[" + (element + ", ").repeat(65_536 / (element.length() + 2)) + "1.0]";
		assertThat(apply(text)).startsWith("[").endsWith(",1]").doesNotContain(" ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "2.2250738585072011e-308", "1e-310", "0.30000000000000004", "123456789012345678" })
	void convertsAsManyNumbersAsABodyNeedsAndNoMore(String number) {
		assertThat(apply("[" + (number + ",").repeat(30) + "1]")).isNotNull();
		for (int kilobytes : new int[] { 1, 64, 1024 }) {
			int count = kilobytes * 1024 / (number.length() + 1);
			String padding = "\"" + "x".repeat(kilobytes * 1024) + "\"";
			assertThat(apply("[" + (number + ",").repeat(32 + kilobytes * 2) + padding + "]")).isNotNull();
			assertThat(apply("[" + (number + ",").repeat(Math.max(count, 40)) + "1]")).isNull();
		}
	}

	@Test
	void sortsMembersAsOftenAsABodyNeedsAndNoMore() {
		assertThat(apply("{\"b\":1,\"0\":".repeat(20) + "[]" + "}".repeat(20)))
			.isEqualTo("{\"0\":".repeat(20) + "[]" + ",\"b\":1}".repeat(20));
		assertThat(apply("{\"1\":1,\"5\":{\"a\":2},\"b\":3,\"3\":4,\"c\":5,\"0\":6}"))
			.isEqualTo("{\"0\":6,\"1\":1,\"3\":4,\"5\":{\"a\":2},\"b\":3,\"c\":5}");
		String large = "\"" + "x".repeat(64_000) + "\"";
		String sorted = "{\"0\":".repeat(400) + large + "}".repeat(400);
		assertThat(apply(sorted)).isEqualTo(sorted);
		assertThat(apply("{\"b\":1,\"0\":".repeat(400) + large + "}".repeat(400))).isNull();
	}

	@Test
	void readsAsManyMembersAndValuesAsABodyNeedsAndNoMore() {
		assertThat(apply(members(250))).startsWith("{\"1\":0,\"2\":0,").endsWith(",\"250\":0}");
		assertThat(apply(members(6_000))).isNull();
		assertThat(apply("{\"a\":" + "[" + "{\"b\":0},".repeat(4_000) + "0]}")).isNull();
		assertThat(apply("[" + "0,".repeat(1_900) + "0]")).isNotNull();
		assertThat(apply("[" + "0,".repeat(30_000) + "0]")).isNull();
	}

	private static String members(int count) {
		return IntStream.iterate(count, (index) -> index > 0, (index) -> index - 1)
			.mapToObj((index) -> "\"" + index + "\":0")
			.collect(Collectors.joining(",", "{", "}"));
	}

	@Test
	void readsNumbersAndNamesOfManyDigits() {
		assertThat(apply("9".repeat(60_000))).isEqualTo("null");
		assertThat(apply("0." + "9".repeat(60_000))).isEqualTo("1");
		String name = "\"" + "7".repeat(60_000) + "\"";
		assertThat(apply("{" + name + ":1, \"1\":2}")).isEqualTo("{\"1\":2," + name + ":1}");
	}

	private static @Nullable String apply(String text) {
		byte[] result = JsonStringify.apply(text.getBytes(StandardCharsets.UTF_8));
		return (result != null) ? new String(result, StandardCharsets.UTF_8) : null;
	}

	private static byte[] bytes(int... values) {
		byte[] bytes = new byte[values.length];
		for (int i = 0; i < values.length; i++) {
			bytes[i] = (byte) values[i];
		}
		return bytes;
	}

}
