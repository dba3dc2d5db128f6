/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.diagnostics;

import java.util.stream.Stream;

import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.fee.KaspiFees;
import io.github.kaspipay.jdbc.LedgerDatabase;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.order.KaspiDisputes;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrders;
import io.github.kaspipay.order.KaspiPayGateway;
import io.github.kaspipay.outbox.KaspiEventDispatcher;
import io.github.kaspipay.polling.KaspiOrderPoller;
import io.github.kaspipay.redis.RedisCallWindow;
import io.github.kaspipay.token.KaspiTokenProvider;
import io.github.kaspipay.token.KaspiTokenStore;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import io.github.kaspipay.webhook.KaspiWebhookVerifier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application is told that needs what is switched off.
 */
class SwitchedOffTests {

	static Stream<Row> rows() {
		String off = "kaspi.pay.enabled=false";
		return Stream.of(
		// @formatter:off
			row(off, KaspiOrderService.class), row(off, KaspiOrders.class), row(off, KaspiDisputes.class),
			row(off, KaspiPayGateway.class), row(off, KaspiFees.class), row(off, KaspiOrderLedger.class),
			row(off, KaspiEventDispatcher.class), row(off, KaspiOrderPoller.class), row(off, KaspiTokenProvider.class),
			row(off, KaspiTokenStore.class), row(off, KaspiWebhookProcessor.class), row(off, KaspiWebhookVerifier.class),
			row(off, KaspiPayConnectionDetails.class), row(off, KaspiPayProperties.class),
			row("kaspi.pay.webhook.enabled=false", KaspiWebhookProcessor.class),
			row("kaspi.pay.webhook.enabled=false", KaspiWebhookVerifier.class),
			row("kaspi.pay.ledger.type=memory", LedgerDatabase.class),
			row("kaspi.pay.token.store=memory", KaspiTokenStore.class),
			row("kaspi.pay.rate-limit.store=local", RedisCallWindow.class)
		// @formatter:on
		);
	}

	@ParameterizedTest
	@MethodSource("rows")
	void saysWhatHasSwitchedItOff(Row row) {
		String[] setting = row.setting().split("=");
		FailureAnalysis analysis = analyze(new MockEnvironment().withProperty(setting[0], setting[1]), row.type());
		assertThat(analysis.getDescription()).contains(row.type().getName(), row.setting() + " has switched it off");
		assertThat(analysis.getAction()).contains("Remove " + row.setting(), "ObjectProvider");
	}

	@ParameterizedTest
	@MethodSource("rows")
	void saysWhatIsMissingOrNothing(Row row) {
		FailureAnalysis analysis = new KaspiPaySwitchedOffFailureAnalyzer(new MockEnvironment())
			.analyze(new NoSuchBeanDefinitionException(row.type()));
		if (analysis != null) {
			assertThat(analysis.getDescription()).doesNotContain("switched");
			assertThat(analysis.getAction()).startsWith("Add spring-boot-starter-");
		}
	}

	private static FailureAnalysis analyze(MockEnvironment environment, Class<?> type) {
		FailureAnalysis analysis = new KaspiPaySwitchedOffFailureAnalyzer(environment)
			.analyze(new NoSuchBeanDefinitionException(type));
		assertThat(analysis).isNotNull();
		return analysis;
	}

	private static Row row(String setting, Class<?> type) {
		return new Row(setting, type);
	}

	record Row(String setting, Class<?> type) {

		@Override
		public String toString() {
			return this.type.getSimpleName() + " with " + this.setting;
		}

	}

}
