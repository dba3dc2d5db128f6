/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.autoconfigure.web.ServletEndpointPath;
import io.github.kaspipay.checkpay.KaspiCheckPayProcessor;
import io.github.kaspipay.merchant.KaspiMerchants;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.webhook.KaspiWebhookProcessor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Settings of check/pay.
 */
class CheckPaySettingsTests {

	@ParameterizedTest
	@ValueSource(strings = { "check-pay.allowed-addresses=kaspi.kz", "check-pay.trusted-proxies=10.0.0.0/33",
			"check-pay.path=/kaspi/*", "check-pay.path=/kaspi/", "check-pay.shared-secret=${NOT_SET}",
			"check-pay.payable-for=0s", "check-pay.service-name=Rugs", "check-pay.format=csv",
			"check-pay.quick-pay.referer-host=https://shop.kz", "check-pay.quick-pay.referer-host=shop.kz/x",
			"check-pay.quick-pay.url=http://kaspi.kz/online", "check-pay.quick-pay.url=https://kaspi.kz/online?a=b",
			"api=qr", "api=other" })
	void wrongSettingsFailStartUpAndAreNamed(String property) {
		Runners.bare()
			.withPropertyValues("kaspi.pay.api=check-pay", "kaspi.pay." + property)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("kaspi.pay." + property.substring(0, property.indexOf('='))));
	}

	@Test
	void twoMerchantsOfOnePathFailStartUp() {
		Runners.bareWeb()
			.withPropertyValues("kaspi.pay.api=check-pay", "kaspi.pay.merchants.one.check-pay.path=/pay",
					"kaspi.pay.merchants.two.check-pay.path=/pay")
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("kaspi.pay.merchants.one.check-pay.path and "
						+ "kaspi.pay.merchants.two.check-pay.path are the same path, /pay"));
	}

	@Test
	void aMerchantMaySpeakCheckPayBesideOneOfTheOrdersApi() {
		Runners.web().withPropertyValues("kaspi.pay.merchants.almaty.api=check-pay").run((context) -> {
			assertThat(context).hasNotFailed()
				.hasSingleBean(KaspiWebhookProcessor.class)
				.hasSingleBean(MerchantCheckPay.class)
				.doesNotHaveBean(KaspiCheckPayProcessor.class);
			assertThat(context.getBean(CheckPayPaths.class).all()).extracting(ServletEndpointPath::inServlet)
				.containsExactly("/kaspi/check-pay/almaty");
			assertThat(webhooks(context).getUrlPatterns()).containsExactly("/webhook/kaspi");
		});
	}

	@Test
	void aMerchantMayHaveTheOrdersApiBesideOneOfCheckPay() {
		Runners.bareWeb()
			.withPropertyValues("kaspi.pay.api=check-pay", "kaspi.pay.merchants.almaty.api=orders",
					"kaspi.pay.merchants.almaty.merchant-id=M2", "kaspi.pay.merchants.almaty.client-id=client-2",
					"kaspi.pay.merchants.almaty.client-secret=Zq7-credential-2",
					"kaspi.pay.merchants.almaty.webhook.secret=whsec-9fK2-of-2")
			.run((context) -> {
				assertThat(context).hasNotFailed().hasSingleBean(KaspiCheckPayProcessor.class);
				assertThat(webhooks(context).getUrlPatterns()).containsExactly("/webhook/kaspi/almaty");
				assertThat(context).hasBean("kaspi.pay.merchantWebhooks");
			});
	}

	@Test
	void thereMayBeNoDefaultMerchant() {
		Runners.bareWeb().withPropertyValues("kaspi.pay.merchants.almaty.api=check-pay").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(KaspiMerchants.class).names()).containsExactly("almaty");
			assertThat(webhooks(context).isEnabled()).isFalse();
			assertThatIllegalStateException()
				.isThrownBy(() -> context.getBean(KaspiOrderService.class).findByReference("any"));
		});
	}

	private static FilterRegistrationBean<?> webhooks(ApplicationContext context) {
		return context.getBean("kaspi.pay.webhookFilter", FilterRegistrationBean.class);
	}

}
