/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.kaspipay.event.KaspiOrderEvent;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.web.service.annotation.HttpExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image is told of core.
 */
class NativeHintsTests {

	private static final Path CLASSES = Path.of("target/classes");

	private final RuntimeHints hints = new RuntimeHints();

	NativeHintsTests() {
		SpringFactoriesLoader.forResourceLocation("META-INF/spring/aot.factories")
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter((registrar) -> registrar.getClass().getName().startsWith("io.github.kaspipay."))
			.forEach((registrar) -> registrar.registerHints(this.hints, null));
	}

	@Test
	void everyHttpInterfaceIsProxied() {
		List<Class<?>> interfaces = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
			.importPackages("io.github.kaspipay")
			.stream()
			.filter(JavaClass::isInterface)
			.<Class<?>>map(JavaClass::reflect)
			.filter((type) -> Stream.of(type.getDeclaredMethods())
				.anyMatch((method) -> AnnotatedElementUtils.hasAnnotation(method, HttpExchange.class)))
			.toList();
		assertThat(interfaces).isNotEmpty().allSatisfy((type) -> {
			assertThat(RuntimeHintsPredicates.proxies().forInterfaces(AopProxyUtils.completeJdkProxyInterfaces(type)))
				.accepts(this.hints);
			assertThat(type.getDeclaredMethods())
				.allSatisfy((method) -> assertThat(RuntimeHintsPredicates.reflection().onMethod(method).invoke())
					.accepts(this.hints));
		});
	}

	@Test
	void everyResourceIsThere() throws IOException {
		try (Stream<Path> files = Files.walk(CLASSES.resolve("io"))) {
			List<String> resources = files.filter(Files::isRegularFile)
				.map((file) -> CLASSES.relativize(file).toString().replace('\\', '/'))
				.filter((name) -> !name.endsWith(".class"))
				.toList();
			assertThat(resources).hasSizeGreaterThan(4)
				.allSatisfy(
						(name) -> assertThat(RuntimeHintsPredicates.resource().forResource(name)).accepts(this.hints));
		}
	}

	@Test
	void everyEventCanBeWrittenAndReadAsJson() {
		assertThat(KaspiOrderEvent.class.getPermittedSubclasses()).isNotEmpty()
			.allSatisfy((type) -> assertThat(RuntimeHintsPredicates.reflection()
				.onType(type)
				.withMemberCategories(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(this.hints))
			.allSatisfy((type) -> assertThat(type.getRecordComponents()).allSatisfy((component) -> assertThat(
					RuntimeHintsPredicates.reflection().onMethod(component.getAccessor()).invoke())
				.accepts(this.hints)));
	}

}
