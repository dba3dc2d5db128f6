/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which package may know which. All know the root: it is what a user sees.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.kaspipay.autoconfigure";

	private static final JavaClasses all = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	static List<Arguments> allowedDependencies() {
		return List.of(Arguments.of("condition", Set.of()), Arguments.of("merchant", Set.of()),
				Arguments.of("client", Set.of("condition", "merchant")), Arguments.of("event", Set.of()),
				Arguments.of("ledger", Set.of("condition", "merchant", "client")),
				Arguments.of("polling", Set.of("merchant", "ledger")),
				Arguments.of("qr", Set.of("condition", "merchant", "client", "ledger")),
				Arguments.of("redis", Set.of("condition", "merchant", "client", "ledger", "qr")),
				Arguments.of("web", Set.of()),
				Arguments.of("webhook", Set.of("condition", "merchant", "ledger", "web")),
				Arguments.of("checkpay", Set.of("condition", "merchant", "ledger", "web")),
				Arguments.of("reactive", Set.of("ledger")), Arguments.of("tracing", Set.of()),
				Arguments.of("actuate", Set.of("merchant", "ledger")),
				Arguments.of("diagnostics", Set.of("condition", "merchant", "webhook", "checkpay")));
	}

	@ParameterizedTest
	@MethodSource("allowedDependencies")
	void knowsOnly(String room, Set<String> allowed) {
		String[] known = Stream
			.concat(Stream.of(ROOT, ROOT + "." + room), allowed.stream().map((name) -> ROOT + "." + name))
			.toArray(String[]::new);
		noClasses().that()
			.resideInAPackage(ROOT + "." + room)
			.should()
			.dependOnClassesThat(resideInAPackage(ROOT + "..").and(DescribedPredicate.not(resideInAnyPackage(known))))
			.check(all);
	}

	@Test
	void everyPackageHasItsRule() {
		assertThat(allowedDependencies().stream().map((rule) -> rule.get()[0]))
			.containsExactlyInAnyOrderElementsOf(sizes().keySet().stream().filter((room) -> !room.isEmpty()).toList());
	}

	@Test
	void theRootKnowsNoOtherPackage() {
		noClasses().that()
			.resideInAPackage(ROOT)
			.should()
			.dependOnClassesThat(resideInAPackage(ROOT + ".*.."))
			.check(all);
	}

	@Test
	void noCycles() {
		slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(all);
	}

	@Test
	void noPackageHoldsMoreThanAQuarterOfTheClasses() {
		Map<String, Long> sizes = sizes();
		long whole = sizes.values().stream().mapToLong(Long::longValue).sum();
		assertThat(sizes).allSatisfy((room, size) -> assertThat(size * 4).as(room).isLessThanOrEqualTo(whole));
	}

	/**
	 * They are not final: an application's aspect may be around all beans.
	 */
	@Test
	void autoConfigurationsAreOpenToProxiesAndTheirMethodsArePackagePrivate() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.notHaveModifier(JavaModifier.FINAL)
			.andShould()
			.haveSimpleNameStartingWith("KaspiPay")
			.andShould()
			.haveSimpleNameEndingWith("AutoConfiguration")
			.check(all);
		methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(all);
	}

	private static Map<String, Long> sizes() {
		return all.stream()
			.filter((type) -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
			.collect(Collectors.groupingBy(ArchitectureTests::room, TreeMap::new, Collectors.counting()));
	}

	private static String room(JavaClass type) {
		String name = type.getPackageName();
		return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
	}

}
