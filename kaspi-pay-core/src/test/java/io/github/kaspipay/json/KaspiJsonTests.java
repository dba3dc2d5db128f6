package io.github.kaspipay.json;

import java.math.BigDecimal;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class KaspiJsonTests {

	private final JsonMapper mapper = KaspiJson.mapper();

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
	void readsBothShapesOfAnAmount(String amount, BigDecimal expected) {
		assertThat(read(amount).amount()).isEqualTo(expected);
		assertThat(this.mapper.readValue(amount, BigDecimal.class)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-1", "-0.01", "\"25000\"", "\"\"", "true", "[]", "[1]", "{}", "{\"value\":1}",
			"{\"currency\":\"KZT\"}", "{\"value\":1,\"currency\":\"USD\"}", "{\"value\":1,\"currency\":\"kzt\"}",
			"{\"value\":1,\"currency\":null}", "{\"value\":1,\"currency\":398}",
			"{\"value\":\"1\",\"currency\":\"KZT\"}", "{\"value\":null,\"currency\":\"KZT\"}",
			"{\"value\":-1,\"currency\":\"KZT\"}",
			"{\"value\":{\"value\":1,\"currency\":\"KZT\"},\"currency\":\"KZT\"}", "1e400", "1e999999999",
			"1e-999999999", "100e2147483647", "1e99999999999", "-1e-99999999999", "100000000000000000000",
			"0.000000000000000000001" })
	void refusesWhatIsNotAnAmount(String amount) {
		assertThatExceptionOfType(MismatchedInputException.class).isThrownBy(() -> read(amount))
			.withMessageStartingWith("amount ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "NaN", "Infinity", "01", "1." })
	void refusesWhatIsNotANumberOfJson(String amount) {
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> read(amount));
	}

	@Test
	void readsAnAmountThatIsNotThere() {
		assertThat(this.mapper.readValue("{}", Order.class).amount()).isNull();
		assertThat(read("null").amount()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "25000,25000", "25000.00,25000", "2.5E+4,25000", "1234.50,1234.5", "0.01,0.01", "0.00,0",
			"1E-7,0.0000001", "9999999999999.99,9999999999999.99" })
	void writesAmountsPlain(BigDecimal amount, String expected) {
		assertThat(this.mapper.writeValueAsString(new Order(null, amount))).isEqualTo("{\"amount\":" + expected + "}");
		assertThat(this.mapper.writeValueAsString(new Annotated(amount))).isEqualTo("{\"amount\":" + expected + "}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1e999999999", "1e-999999999", "1e20" })
	void refusesToWriteAmountsOfManyDigits(BigDecimal amount) {
		assertThatExceptionOfType(DatabindException.class)
			.isThrownBy(() -> this.mapper.writeValueAsString(new Order(null, amount)));
	}

	@Test
	void leavesNullsOut() {
		assertThat(this.mapper.writeValueAsString(new Order(null, null))).isEqualTo("{}");
	}

	@Test
	void ignoresUnknownMembers() {
		assertThat(this.mapper.readValue("{\"orderId\":\"a\",\"x\":{\"y\":[1]}}", Order.class))
			.isEqualTo(new Order("a", null));
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "{\"orderId\":\"a\",\"orderId\":\"a\"}", "{\"x\":{\"y\":1,\"y\":1}}", "{} {}", "{}x", "{}]" })
	void refusesRepeatedKeysAndTrailingText(String json) {
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> this.mapper.readValue(json, Order.class));
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> this.mapper.readTree(json));
	}

	private Annotated read(String amount) {
		return this.mapper.readValue("{\"amount\":" + amount + "}", Annotated.class);
	}

	record Order(@Nullable String orderId, @Nullable BigDecimal amount) {

	}

	record Annotated(@JsonDeserialize(using = AmountDeserializer.class) @JsonSerialize(
			using = AmountSerializer.class) BigDecimal amount) {

	}

}
