/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class EcmaScriptNumberTests {

	@Test
	void readsBackAndIsShortestForPowersOfTwoAndTheirNeighbours() {
		IntStream.range(-1074, 1024)
			.mapToDouble((exponent) -> Math.scalb(1.0, exponent))
			.flatMap((power) -> DoubleStream.of(Math.nextDown(power), power, Math.nextUp(power)))
			.filter((number) -> number > 0)
			.forEach(EcmaScriptNumberTests::assertShortest);
	}

	@Test
	void readsBackAndIsShortestForRandomDoubles() {
		new Random(42).longs(20_000)
			.mapToDouble(Double::longBitsToDouble)
			.filter(Double::isFinite)
			.forEach(EcmaScriptNumberTests::assertShortest);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "0,0", "-0,0", "0.00,0", "-0.0,0", "0.0000000000000000000000,0", "25000.00,25000", "-1.50,-1.5",
					"100,100", "0.000001,0.000001", "0.0000010,0.000001", "0.0000001,-", "1e2,-", "1E2,-",
					"999999999999999,999999999999999", "1000000000000000,-", "1.00000000000000000000000000,1",
					"0.30000000000000004,-" })
	void shortensPlainNumbersWithoutArithmetic(String literal, @Nullable String expected) {
		assertThat(EcmaScriptNumber.shortenPlain(literal)).isEqualTo(expected);
	}

	@Test
	void shortensPlainNumbersToWhatArithmeticGives() {
		Random random = new Random(42);
		for (int i = 0; i < 100_000; i++) {
			String literal = new BigDecimal(BigInteger.valueOf(random.nextLong() >> random.nextInt(64)),
					random.nextInt(16))
				.toPlainString();
			String shortened = EcmaScriptNumber.shortenPlain(literal);
			if (shortened != null) {
				assertThat(shortened).as(literal).isEqualTo(EcmaScriptNumber.format(Double.parseDouble(literal)));
			}
		}
	}

	private static void assertShortest(double number) {
		String text = EcmaScriptNumber.format(number);
		assertThat(Double.parseDouble(text)).isEqualTo(number);
		int digits = new BigDecimal(text).stripTrailingZeros().precision();
		if (digits > 1) {
			BigDecimal exact = new BigDecimal(number);
			for (RoundingMode mode : new RoundingMode[] { RoundingMode.UP, RoundingMode.DOWN }) {
				BigDecimal shorter = exact.round(new MathContext(digits - 1, mode));
				assertThat(shorter.doubleValue()).as("%s for %s", shorter, text).isNotEqualTo(number);
			}
		}
	}

}
