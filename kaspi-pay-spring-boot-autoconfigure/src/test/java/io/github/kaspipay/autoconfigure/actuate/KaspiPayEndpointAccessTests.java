/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import java.util.List;

import io.github.kaspipay.autoconfigure.ActuatorClient;
import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.ShopApplication;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who may read from the actuator endpoint, and who may settle something.
 */
class KaspiPayEndpointAccessTests {

	@ParameterizedTest
	@CsvSource({ "none, 404, 404", "read-only, 200, 405", "unrestricted, 200, 200", "'', 200, 405" })
	void letsInWhoMayComeIn(String access, int read, int write) {
		String set = access.isEmpty() ? "unset=" : "management.endpoint.kaspipay.access=" + access;
		try (KaspiApiStub api = new KaspiApiStub();
				ConfigurableApplicationContext application = ShopApplication.start(api, List.of(),
						ShopApplication.WITHOUT_SECURITY, "management.endpoints.web.exposure.include=kaspipay", set)) {
			ActuatorClient client = new ActuatorClient(application);
			assertThat(client.get("kaspipay").statusCode()).isEqualTo(read);
			assertThat(client.get("kaspipay/open-orders").statusCode()).isEqualTo(read);
			assertThat(client.post("kaspipay/refresh-token").statusCode()).isIn(write, (write == 405) ? 404 : write);
			assertThat(client.post("kaspipay/redeliver").statusCode()).isIn(write, (write == 405) ? 404 : write);
		}
	}

}
