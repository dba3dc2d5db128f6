/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay;

import java.util.List;
import java.util.Set;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which package may know which.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.kaspipay";

	private static final JavaClasses classes = new ClassFileImporter()
		.importUrl(KaspiPayException.class.getProtectionDomain().getCodeSource().getLocation());

	static List<Arguments> allowedDependencies() {
		return List.of(Arguments.of("order", Set.of()), Arguments.of("event", Set.of("order")),
				Arguments.of("logging", Set.of()), Arguments.of("concurrent", Set.of()),
				Arguments.of("digest", Set.of()), Arguments.of("token", Set.of("logging", "concurrent")),
				Arguments.of("json", Set.of()), Arguments.of("qr", Set.of()), Arguments.of("fee", Set.of()),
				Arguments.of("lifecycle", Set.of("outbox")), Arguments.of("ratelimit", Set.of()),
				Arguments.of("observation", Set.of("event")),
				Arguments.of("outbox", Set.of("logging", "event", "observation")),
				Arguments.of("ledger", Set.of("logging", "concurrent", "order", "event", "outbox", "observation")),
				Arguments.of("jdbc",
						Set.of("logging", "concurrent", "ledger", "outbox", "order", "event", "json", "qrapi")),
				Arguments.of("checkpay", Set.of("logging", "order", "json", "http", "observation")),
				Arguments.of("http", Set.of("logging", "concurrent", "order", "ratelimit", "json", "observation")),
				Arguments.of("ordersapi", Set.of("http", "order", "token", "json", "observation")),
				Arguments.of("qrapi", Set.of("concurrent", "digest", "http", "order", "json", "observation")),
				Arguments.of("redis", Set.of("concurrent", "digest", "token", "ratelimit", "qrapi")),
				Arguments.of("webhook", Set.of("logging", "digest", "ledger", "order", "json", "observation")),
				Arguments.of("polling", Set.of("logging", "concurrent", "ledger", "order", "event", "observation")),
				Arguments.of("merchant", Set.of("ledger", "order", "qrapi")),
				Arguments.of("reactive", Set.of("merchant", "order")));
	}

	@ParameterizedTest
	@MethodSource("allowedDependencies")
	void knowsOnly(String name, Set<String> allowed) {
		String[] known = allowed.stream().map((other) -> ROOT + "." + other + "..").toArray(String[]::new);
		noClasses().that()
			.resideInAPackage(ROOT + "." + name + "..")
			.should()
			.dependOnClassesThat(resideInAPackage(ROOT + ".(*)..").and(resideOutsideOfPackage(ROOT))
				.and(resideOutsideOfPackage(ROOT + "." + name + ".."))
				.and(com.tngtech.archunit.base.DescribedPredicate.not(resideInAnyPackage(known))))
			.check(classes);
	}

	@Test
	void everyPackageHasItsRule() {
		List<Object> ruled = allowedDependencies().stream().map((arguments) -> arguments.get()[0]).toList();
		assertThat(classes.stream()
			.map(JavaClass::getPackageName)
			.filter((name) -> !name.equals(ROOT))
			.map((name) -> name.substring(ROOT.length() + 1).split("\\.")[0])
			.distinct()).containsExactlyInAnyOrderElementsOf(ruled.stream().map(String.class::cast).toList());
	}

	@Test
	void theExceptionsKnowNoOtherPackage() {
		noClasses().that()
			.resideInAPackage(ROOT)
			.should()
			.dependOnClassesThat(resideInAPackage(ROOT + "..").and(resideOutsideOfPackage(ROOT)))
			.check(classes);
	}

	@Test
	void noCycles() {
		slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(classes);
	}

	@Test
	void onlyTheStateMachineSetsAnOrdersStatus() {
		String draft = ROOT + ".ledger.EntryDraft";
		noClasses().that()
			.doNotHaveFullyQualifiedName(draft)
			.and()
			.doNotHaveFullyQualifiedName(ROOT + ".ledger.OrderTransitions")
			.and()
			.doNotHaveFullyQualifiedName(ROOT + ".ledger.PaymentTransitions")
			.and()
			.doNotHaveFullyQualifiedName(ROOT + ".ledger.RefundTransitions")
			.and()
			.doNotHaveFullyQualifiedName(ROOT + ".ledger.OrderArrivals")
			.should()
			.setField(draft, "status")
			.check(classes);
	}

	@Test
	void knowsNoSpringBootNoServletsAndNoJacksonBesidesItsCore() {
		noClasses().should()
			.dependOnClassesThat(resideInAnyPackage("org.springframework.boot..", "jakarta.servlet..",
					"com.fasterxml.jackson.core..", "com.fasterxml.jackson.databind..", "tools.jackson.databind..",
					"lombok.."))
			.check(classes);
	}

	@Test
	void onlyOnePackageReadsJson() {
		noClasses().that()
			.resideOutsideOfPackage(ROOT + ".json")
			.should()
			.dependOnClassesThat(resideInAnyPackage("tools.jackson.."))
			.check(classes);
	}

	@Test
	void logsThroughSlf4jOnly() {
		NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(classes);
		NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(classes);
		noClasses().should().callMethod(Throwable.class, "printStackTrace").check(classes);
	}

	/**
	 * What an application in Kotlin, or with Lombok's {@code @SneakyThrows}, throws into
	 * it is checked without being declared.
	 */
	@Test
	void catchesUndeclaredCheckedExceptionsToo() {
		codeUnits().that(declareNoCheckedException())
			.should(new ArchCondition<JavaCodeUnit>("not catch RuntimeException, but Exception") {

				@Override
				public void check(JavaCodeUnit unit, ConditionEvents events) {
					boolean caught = unit.getTryCatchBlocks()
						.stream()
						.flatMap((block) -> block.getCaughtThrowables().stream())
						.anyMatch((type) -> type.isEquivalentTo(RuntimeException.class));
					events.add(new SimpleConditionEvent(unit, !caught, unit.getFullName()));
				}

			})
			.check(classes);
	}

	private static DescribedPredicate<JavaCodeUnit> declareNoCheckedException() {
		return DescribedPredicate.describe("declare no checked exception",
				(unit) -> unit.getExceptionTypes().isEmpty());
	}

	@Test
	void onlyTheWireKnowsAnHttpClient() {
		noClasses().that()
			.resideOutsideOfPackage(ROOT + ".http..")
			.should()
			.dependOnClassesThat(resideInAnyPackage("org.apache.hc..", "java.net.http..",
					"org.springframework.web.client..", "org.springframework.http.client.."))
			.check(classes);
		noClasses().that()
			.resideOutsideOfPackages(ROOT + ".http..", ROOT + ".ordersapi", ROOT + ".qrapi", ROOT + ".checkpay")
			.should()
			.dependOnClassesThat(resideInAnyPackage("org.springframework.web..", "org.springframework.http.."))
			.check(classes);
	}

	@Test
	void onlyTheLedgerInADatabaseKnowsJdbc() {
		noClasses().that()
			.resideOutsideOfPackage(ROOT + ".jdbc")
			.should()
			.dependOnClassesThat(resideInAnyPackage("javax.sql..", "org.springframework.jdbc..",
					"org.springframework.transaction..", ROOT + ".jdbc"))
			.check(classes);
	}

	@Test
	void onlyOnePackageKnowsReactor() {
		noClasses().that()
			.resideOutsideOfPackage(ROOT + ".reactive")
			.should()
			.dependOnClassesThat(resideInAnyPackage("reactor..", ROOT + ".reactive"))
			.check(classes);
	}

	@Test
	void onlyOnePackageKnowsRedis() {
		noClasses().that()
			.resideOutsideOfPackage(ROOT + ".redis")
			.should()
			.dependOnClassesThat(
					resideInAnyPackage("org.springframework.data..", "io.lettuce..", "io.netty..", ROOT + ".redis"))
			.check(classes);
	}

}
