/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.util.List;
import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which package may know which.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.kaspipay.simulator";

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	static List<Arguments> allowedDependencies() {
		return List.of(Arguments.of("wire", Set.of()), Arguments.of("tls", Set.of()),
				Arguments.of("journal", Set.of("wire")), Arguments.of("page", Set.of("wire")),
				Arguments.of("fault", Set.of("journal", "wire")),
				Arguments.of("order", Set.of("fault", "journal", "page", "wire")),
				Arguments.of("webhook", Set.of("fault", "journal", "order", "tls", "wire")),
				Arguments.of("checkpay", Set.of("fault", "journal", "page", "tls", "wire")),
				Arguments.of("qr", Set.of("fault", "journal", "page", "tls", "wire")),
				Arguments.of("server", Set.of("checkpay", "fault", "journal", "order", "page", "qr", "tls", "wire")));
	}

	@ParameterizedTest
	@MethodSource("allowedDependencies")
	void knowsOnly(String name, Set<String> allowed) {
		String[] known = allowed.stream().map((other) -> ROOT + "." + other).toArray(String[]::new);
		noClasses().that()
			.resideInAPackage(ROOT + "." + name)
			.should()
			.dependOnClassesThat(
					resideInAPackage(ROOT + "..").and(DescribedPredicate.not(resideInAPackage(ROOT + "." + name)))
						.and(DescribedPredicate.not(resideInAnyPackage(known))))
			.check(classes);
	}

	@Test
	void everyPackageHasItsRule() {
		List<String> ruled = allowedDependencies().stream()
			.map((arguments) -> ROOT + "." + arguments.get()[0])
			.toList();
		assertThat(classes.stream().map(JavaClass::getPackageName).filter((name) -> !name.equals(ROOT)).distinct())
			.containsExactlyInAnyOrderElementsOf(ruled);
	}

	@Test
	void noPackageKnowsOneThatKnowsIt() {
		slices().matching(ROOT + ".(*)").should().beFreeOfCycles().check(classes);
	}

	@Test
	void knowsNeitherSpringNorTheStarter() {
		noClasses().should()
			.dependOnClassesThat(resideInAPackage("org.springframework..").or(resideInAPackage("io.github.kaspipay..")
				.and(DescribedPredicate.not(resideInAPackage(ROOT + "..")))))
			.check(classes);
	}

}
