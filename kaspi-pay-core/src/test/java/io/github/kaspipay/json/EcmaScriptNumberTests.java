package io.github.kaspipay.json;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

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
