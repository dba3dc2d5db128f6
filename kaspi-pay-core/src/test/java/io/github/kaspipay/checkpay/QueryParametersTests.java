/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class QueryParametersTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
			a=b|b
			a=b=c|b=c
			a=1+2%2B3|1 2+3
			a=%D0%96%d0%b6|Жж
			a=Ж|Ж
			a=\u00d0\u0096|Ж
			%61=%00|\u0000
			a|
			a=|
			""")
	void reads(String query, @Nullable String value) {
		assertThat(new QueryParameters("x=y&" + query).get("a")).isEqualTo((value != null) ? value : "");
	}

	@Test
	void readsALineBreak() {
		assertThat(new QueryParameters("a=%0A").get("a")).isEqualTo("\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a=%", "a=%4", "a=%4x", "a=%x4", "a=%\uff11\uff11", "a=%FF", "a=\u00ff", "a=1&a=1",
			"a=1&%61=%FF", "a=%FF&a=1" })
	void whatCouldBeMendedIsUnreadable(String query) {
		QueryParameters parameters = new QueryParameters(query);
		assertThat(parameters.get("a")).isNull();
		assertThat(parameters.has("a")).isTrue();
	}

	@Test
	void whatIsNotThereIsNeither() {
		QueryParameters parameters = new QueryParameters("%FF=1&b=2");
		assertThat(parameters.get("a")).isNull();
		assertThat(parameters.has("a")).isFalse();
	}

}
