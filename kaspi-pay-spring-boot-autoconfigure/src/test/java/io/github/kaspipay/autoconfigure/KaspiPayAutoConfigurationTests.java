/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import io.github.kaspipay.fee.KaspiFees;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.restclient.autoconfigure.RestClientAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link KaspiPayAutoConfiguration}, and of what all auto-configurations do
 * together.
 */
class KaspiPayAutoConfigurationTests {

	@Test
	void credentialsAreEnoughOutsideTheWeb() {
		Runners.plain()
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(KaspiPayConnectionDetails.class)
				.hasSingleBean(KaspiPayWorkers.class)
				.hasSingleBean(KaspiFees.class));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void leavesNoBeanWhenSwitchedOff(boolean web) {
		String off = "kaspi.pay.enabled=false";
		if (web) {
			Runners.bareWeb()
				.withPropertyValues(off)
				.run((context) -> assertNothingOfOurs(context.getSourceApplicationContext()));
		}
		else {
			Runners.bare()
				.withPropertyValues(off)
				.run((context) -> assertNothingOfOurs(context.getSourceApplicationContext()));
		}
	}

	private static void assertNothingOfOurs(ConfigurableApplicationContext context) {
		assertThat(ownTypes(context)).isEmpty();
		assertThat(context.getBeanDefinitionNames()).noneMatch((name) -> name.startsWith("kaspi.pay"));
	}

	private static List<String> ownTypes(ConfigurableApplicationContext context) {
		return Arrays.stream(context.getBeanDefinitionNames())
			.map((name) -> String.valueOf(context.getType(name)))
			.filter((type) -> type.contains("io.github.kaspipay"))
			.toList();
	}

	@Test
	void publishesNothingThatWouldSwitchOffTheApplicationsOwn() {
		Runners.web().withConfiguration(AutoConfigurations.of(RestClientAutoConfiguration.class)).run((context) -> {
			assertThat(context).hasNotFailed()
				.hasBean("applicationTaskExecutor")
				.doesNotHaveBean(Clock.class)
				.doesNotHaveBean(JsonMapper.class)
				.doesNotHaveBean(tools.jackson.databind.ObjectMapper.class)
				.doesNotHaveBean(TaskScheduler.class)
				.doesNotHaveBean(RestClient.class)
				.doesNotHaveBean(org.springframework.security.web.SecurityFilterChain.class);
			assertThat(context.getBeansOfType(Executor.class)).containsOnlyKeys("applicationTaskExecutor");
			assertThat(context.getBeansOfType(RestClient.Builder.class)).containsOnlyKeys("restClientBuilder");
		});
	}

	@Test
	void goesByNoClockButTheOneThatIsMeantForIt() {
		Runners.plain()
			.withUserConfiguration(TwoClocks.class)
			.run((context) -> assertThat(context.getBean(LedgerClock.class).value())
				.isSameAs(context.getBean("forKaspiPay")));
		Runners.plain()
			.withBean(Clock.class, () -> Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
			.run((context) -> assertThat(context.getBean(LedgerClock.class).value().instant())
				.isAfter(Instant.parse("2026-01-01T00:00:00Z")));
	}

	@Test
	void connectionDetailsTakeThePlaceOfAllProperties() {
		Runners.OwnDetails own = new Runners.OwnDetails(URI.create("http://127.0.0.1:1"), "own-webhook-credential");
		Runners.bareWeb()
			.withBean(KaspiPayConnectionDetails.class, () -> own)
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(KaspiPayConnectionDetails.class)
				.isSameAs(own));
	}

	@ParameterizedTest
	@ValueSource(strings = { "production, https://api.kaspipay.kz", "sandbox, https://sandbox.kaspipay.kz" })
	void environmentNamesTheBaseUrl(String row) {
		Runners.bare()
			.withPropertyValues("kaspi.pay.environment=" + row.split(", ")[0], "kaspi.pay.merchant-id=M",
					"kaspi.pay.client-id=c", "kaspi.pay.client-secret=credential")
			.run((context) -> assertThat(context.getBean(KaspiPayConnectionDetails.class).getBaseUrl())
				.isEqualTo(URI.create(row.split(", ")[1])));
	}

	@Test
	void credentialsAreTakenWithoutTheWhiteSpaceAroundThem() {
		Runners.bare()
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new org.springframework.core.env.MapPropertySource("pasted",
						Map.of("kaspi.pay.merchant-id", " MERCHANT123\n", "kaspi.pay.client-id", "\tclient-1 ",
								"kaspi.pay.client-secret", " credential\n"))))
			.run((context) -> {
				KaspiPayConnectionDetails details = context.getBean(KaspiPayConnectionDetails.class);
				assertThat(details.getMerchantId()).isEqualTo("MERCHANT123");
				assertThat(details.getClientId()).isEqualTo("client-1");
				assertThat(details.getClientSecret()).isEqualTo("credential");
			});
	}

	@Test
	void feesFollowTheProperties() {
		Runners.plain()
			.withPropertyValues("kaspi.pay.fees.qr-rate=0.01", "kaspi.pay.fees.qr-minimum=7",
					"kaspi.pay.fees.card-rate=0.03", "kaspi.pay.fees.refund-rate=0.002")
			.run((context) -> {
				KaspiFees fees = context.getBean(KaspiFees.class);
				assertThat(fees.qr(new BigDecimal(100))).isEqualByComparingTo("7");
				assertThat(fees.qr(new BigDecimal(1000))).isEqualByComparingTo("10");
				assertThat(fees.card(new BigDecimal(1000))).isEqualByComparingTo("30");
				assertThat(fees.refund(new BigDecimal(1000))).isEqualByComparingTo("2");
			});
	}

	@Test
	void publishedFeesAreTheDefault() {
		Runners.plain().run((context) -> {
			KaspiFees fees = context.getBean(KaspiFees.class);
			KaspiFees published = new KaspiFees();
			BigDecimal amount = new BigDecimal(25000);
			assertThat(fees.qr(amount)).isEqualTo(published.qr(amount));
			assertThat(fees.card(amount)).isEqualTo(published.card(amount));
			assertThat(fees.refund(amount)).isEqualTo(published.refund(amount));
		});
	}

	@Test
	void backsOffForTheApplicationsFees() {
		KaspiFees own = new KaspiFees();
		Runners.plain()
			.withBean("ownFees", KaspiFees.class, () -> own)
			.run((context) -> assertThat(context).getBean(KaspiFees.class).isSameAs(own));
	}

	@Test
	void backsOffForTheApplicationsWorkers() {
		KaspiPayWorkers own = new KaspiPayWorkers(1);
		Runners.plain()
			.withBean("ownWorkers", KaspiPayWorkers.class, () -> own)
			.run((context) -> assertThat(context).getBean(KaspiPayWorkers.class).isSameAs(own));
	}

	@Test
	void threadsEndWithTheApplication() {
		KaspiPayWorkers[] workers = new KaspiPayWorkers[1];
		Runners.plain().run((context) -> {
			workers[0] = context.getBean(KaspiPayWorkers.class);
			assertThat(workers[0].isRunning()).isTrue();
		});
		assertThat(workers[0].isRunning()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.web.servlet", "org.springframework.security",
			"org.springframework.boot.restclient", "jakarta.servlet" })
	void startsWithoutAnOptionalLibrary(String missing) {
		FilteredClassLoader classLoader = new FilteredClassLoader(missing);
		new org.springframework.boot.test.context.runner.ApplicationContextRunner().withConfiguration(Runners.KASPI_PAY)
			.withClassLoader(classLoader)
			.withPropertyValues(Runners.CREDENTIALS)
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(io.github.kaspipay.order.KaspiOrderService.class));
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoClocks {

		@Bean
		Clock another() {
			return Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
		}

		@Bean
		@KaspiPayClock
		Clock forKaspiPay() {
			return Clock.fixed(Instant.parse("2026-05-09T16:20:00Z"), ZoneOffset.UTC);
		}

	}

}
