/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.net.URI;

import io.github.kaspipay.autoconfigure.actuate.KaspiPayStateAutoConfiguration;
import io.github.kaspipay.autoconfigure.checkpay.KaspiPayCheckPayAutoConfiguration;
import io.github.kaspipay.autoconfigure.client.KaspiPayClientAutoConfiguration;
import io.github.kaspipay.autoconfigure.client.KaspiPayRateLimitAutoConfiguration;
import io.github.kaspipay.autoconfigure.diagnostics.KaspiPayStartUpAutoConfiguration;
import io.github.kaspipay.autoconfigure.event.KaspiPayEventAutoConfiguration;
import io.github.kaspipay.autoconfigure.ledger.KaspiPayLedgerAutoConfiguration;
import io.github.kaspipay.autoconfigure.merchant.KaspiPayMerchantsAutoConfiguration;
import io.github.kaspipay.autoconfigure.polling.KaspiPayPollingAutoConfiguration;
import io.github.kaspipay.autoconfigure.qr.KaspiPayQrAutoConfiguration;
import io.github.kaspipay.autoconfigure.reactive.KaspiPayReactiveAutoConfiguration;
import io.github.kaspipay.autoconfigure.webhook.KaspiPayReactiveSecurityAutoConfiguration;
import io.github.kaspipay.autoconfigure.webhook.KaspiPaySecurityAutoConfiguration;
import io.github.kaspipay.autoconfigure.webhook.KaspiPayWebhookAutoConfiguration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

/**
 * Context runners with all of Kaspi Pay's auto-configurations.
 */
public final class Runners {

	public static final AutoConfigurations KASPI_PAY = AutoConfigurations.of(KaspiPayAutoConfiguration.class,
			KaspiPayMerchantsAutoConfiguration.class, KaspiPayEventAutoConfiguration.class,
			KaspiPayStateAutoConfiguration.class, KaspiPayRateLimitAutoConfiguration.class,
			KaspiPayCheckPayAutoConfiguration.class, KaspiPayQrAutoConfiguration.class,
			KaspiPayClientAutoConfiguration.class, KaspiPayLedgerAutoConfiguration.class,
			KaspiPayPollingAutoConfiguration.class, KaspiPayWebhookAutoConfiguration.class,
			KaspiPaySecurityAutoConfiguration.class, KaspiPayReactiveSecurityAutoConfiguration.class,
			KaspiPayReactiveAutoConfiguration.class, KaspiPayStartUpAutoConfiguration.class);

	static final AutoConfigurations BOOT = AutoConfigurations.of(TaskExecutionAutoConfiguration.class,
			TaskSchedulingAutoConfiguration.class);

	/**
	 * Nothing listens there.
	 */
	public static final String[] CREDENTIALS = { "kaspi.pay.base-url=http://127.0.0.1:1",
			"kaspi.pay.merchant-id=MERCHANT123", "kaspi.pay.client-id=client-1",
			"kaspi.pay.client-secret=Zq7-client-credential" };

	public static final String WEBHOOK_SECRET = "kaspi.pay.webhook.secret=whsec-9fK2-current";

	private Runners() {
	}

	public static ApplicationContextRunner bare() {
		return new ApplicationContextRunner().withConfiguration(KASPI_PAY).withConfiguration(BOOT);
	}

	public static ApplicationContextRunner plain() {
		return bare().withPropertyValues(CREDENTIALS);
	}

	public static WebApplicationContextRunner bareWeb() {
		return new WebApplicationContextRunner().withConfiguration(KASPI_PAY).withConfiguration(BOOT);
	}

	public static WebApplicationContextRunner web() {
		return bareWeb().withPropertyValues(CREDENTIALS).withPropertyValues(WEBHOOK_SECRET);
	}

	public record OwnDetails(URI baseUrl, @Nullable String webhookSecret) implements KaspiPayConnectionDetails {

		@Override
		public URI getBaseUrl() {
			return this.baseUrl;
		}

		@Override
		public String getMerchantId() {
			return "OWN-MERCHANT";
		}

		@Override
		public String getClientId() {
			return "own-client";
		}

		@Override
		public String getClientSecret() {
			return "own-client-credential";
		}

		@Override
		public @Nullable String getWebhookSecret() {
			return this.webhookSecret;
		}

		@Override
		public URI getCallbackUrl() {
			return URI.create("https://own.example/webhook");
		}

	}

}
