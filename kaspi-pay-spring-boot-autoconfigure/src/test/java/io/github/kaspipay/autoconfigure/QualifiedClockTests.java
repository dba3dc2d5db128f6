/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.annotation.Import;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A clock of the application's that stands still must not stop polling, or age a token.
 */
class QualifiedClockTests {

	@Test
	void noBeanGoesByAClockThatIsNotMarkedForKaspiPay() {
		List<Parameter> clocks = ImportCandidates
			.load(org.springframework.boot.autoconfigure.AutoConfiguration.class, getClass().getClassLoader())
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.github.kaspipay."))
			.map((name) -> ClassUtils.resolveClassName(name, getClass().getClassLoader()))
			.flatMap(QualifiedClockTests::configurations)
			.flatMap((configuration) -> Arrays.stream(configuration.getDeclaredMethods()))
			.map(Method::getParameters)
			.flatMap(Arrays::stream)
			.filter((parameter) -> parameter.getParameterizedType().getTypeName().contains(Clock.class.getName()))
			.filter((parameter) -> !parameter.getDeclaringExecutable().isSynthetic())
			.toList();
		assertThat(clocks).singleElement()
			.satisfies((clock) -> assertThat(clock.isAnnotationPresent(KaspiPayClock.class))
				.as(clock.getDeclaringExecutable().toString())
				.isTrue());
	}

	private static Stream<Class<?>> configurations(Class<?> configuration) {
		Import more = configuration.getAnnotation(Import.class);
		Stream<Class<?>> imported = (more != null) ? Arrays.stream(more.value()) : Stream.empty();
		return Stream.concat(Stream.of(configuration),
				Stream.concat(imported, Arrays.stream(configuration.getDeclaredClasses()))
					.flatMap(QualifiedClockTests::configurations));
	}

}
