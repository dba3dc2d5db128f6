/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.checkpay;

import io.github.kaspipay.autoconfigure.KaspiPayConfigurationException;
import io.github.kaspipay.autoconfigure.Runners;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockServletContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that believes a forged address must not hide that from the endpoint.
 */
@ExtendWith(OutputCaptureExtension.class)
class CheckPayProxyTests {

	@ParameterizedTest
	@CsvSource({ "jetty/12.1.5, server.forward-headers-strategy=native, true",
			"jetty/12.1.5, server.forward-headers-strategy=NATIVE, true",
			"jetty/12.1.5, spring.main.cloud-platform=kubernetes, true",
			"jetty/12.1.5, server.forward-headers-strategy=framework, false",
			"jetty/12.1.5, server.forward-headers-strategy=none, false", "jetty/12.1.5, a=b, false",
			"Apache Tomcat/11.0.9, server.forward-headers-strategy=native, false",
			"Apache Tomcat/11.0.9, spring.main.cloud-platform=kubernetes, false" })
	void aServerThatWouldHideAForgedAddressDoesNotStart(String server, String property, boolean refused) {
		Runners.bareWeb().withInitializer((context) -> context.setServletContext(new MockServletContext() {

			@Override
			public String getServerInfo() {
				return server;
			}

		})).withPropertyValues("kaspi.pay.api=check-pay", property).run((context) -> {
			if (refused) {
				assertThat(context).getFailure()
					.isInstanceOf(KaspiPayConfigurationException.class)
					.hasMessageContaining("X-Forwarded-For");
			}
			else {
				assertThat(context).hasNotFailed();
			}
		});
	}

	@ParameterizedTest
	@CsvSource({ "trusted-proxies, '127.0.0.1,0.0.0.0/0', true", "trusted-proxies, ::/0, true",
			"allowed-addresses, 0.0.0.0/0, true", "trusted-proxies, 10.0.0.0/8, false" })
	void aListOfAllAddressesIsWarnedOf(String property, String ranges, boolean warned, CapturedOutput output) {
		Runners.bareWeb()
			.withPropertyValues("kaspi.pay.api=check-pay", "kaspi.pay.check-pay." + property + "=" + ranges)
			.run((context) -> assertThat(
					output.toString().contains("kaspi.pay.check-pay." + property + " takes in all addresses"))
				.isEqualTo(warned));
	}

}
