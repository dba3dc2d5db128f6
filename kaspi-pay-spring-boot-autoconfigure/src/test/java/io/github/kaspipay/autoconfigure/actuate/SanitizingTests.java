/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import java.util.List;
import java.util.Map;

import io.github.kaspipay.autoconfigure.ActuatorClient;
import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.ShopApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Spring Boot's endpoints that show settings never show a secret of Kaspi Pay's.
 */
class SanitizingTests {

	private static final String ENCRYPTION_KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

	private static final String OTHER_KEY = "YWJjZGVmZ2hpamFiY2RlZmdoaWphYmNkZWZnaGlqYWI=";

	private static final String[] SECRETS = { KaspiApiStub.CLIENT_SECRET, KaspiApiStub.WEBHOOK_SECRET,
			KaspiApiStub.PREVIOUS_WEBHOOK_SECRET, "proxy-pass-77", ENCRYPTION_KEY, OTHER_KEY, "user-in-url",
			"query-in-url", "shop-one-credential", "shop-two-credential", "shop-three-credential" };

	@Test
	void showsNoSecretWhereAllValuesAreShown() {
		try (KaspiApiStub api = new KaspiApiStub();
				ConfigurableApplicationContext application = ShopApplication.start(api, List.of(Holder.class),
						ShopApplication.WITHOUT_SECURITY, "management.endpoints.web.exposure.include=env,configprops",
						"management.endpoint.env.show-values=always",
						"management.endpoint.configprops.show-values=always",
						"kaspi.pay.webhook.previous-secret=${SHOP_OLD}", "SHOP_OLD=whsec-1aB8-previous",
						"kaspi.pay.proxy.host=127.0.0.1", "kaspi.pay.proxy.port=1", "kaspi.pay.proxy.username=shop",
						"kaspi.pay.proxy.password=proxy-pass-77", "kaspi.pay.token.encryption.key=" + ENCRYPTION_KEY,
						"kaspi.pay.token.encryption.other-keys[0]=" + OTHER_KEY,
						"kaspi.pay.return-url=https://shop:user-in-url@shop.example/back?key=query-in-url",
						"shop.copy=${kaspi.pay.client-secret}", "shop.line=--x=${kaspi.pay.webhook.secret} --y")) {
			application.getEnvironment()
				.getPropertySources()
				.addLast(new SystemEnvironmentPropertySource("variables",
						Map.of("KASPI_PAY_MERCHANTS_ONE_CLIENTSECRET", "shop-one-credential",
								"KASPI_PAY_MERCHANTS_TWO_WEBHOOK_PREVIOUS_SECRET", "shop-two-credential",
								"SPRING_APPLICATION_JSON",
								"{\"kaspi.pay.client-secret\":\"" + KaspiApiStub.CLIENT_SECRET + "\"}")));
			application.getEnvironment()
				.getPropertySources()
				.addLast(new MapPropertySource("more",
						Map.of("kaspi.pay.merchants.three.clientSecret", "shop-three-credential")));
			ActuatorClient actuator = new ActuatorClient(application);
			for (String path : List.of("env", "configprops", "configprops/kaspi.pay", "env/kaspi.pay.client-secret",
					"env/KASPI_PAY_MERCHANTS_ONE_CLIENTSECRET", "env/kaspi.pay.return-url", "env/SHOP_OLD",
					"env/kaspi.pay.token.encryption.other-keys[0]")) {
				String answer = actuator.get(path).body();
				assertThat(answer).as(path).contains("******").doesNotContain(SECRETS);
			}
			assertThat(actuator.get("env").body()).contains("https://******@shop.example/back?******", "MERCHANT123");
			assertThat(actuator.get("configprops").body()).contains("SanitizingTests$Copy", "listenerTimeout");
		}
	}

	@ParameterizedTest
	@CsvSource({ "kaspi.pay.clientSecret", "kaspi.pay.client-secret", "kaspi.pay.client_secret",
			"KASPI_PAY_CLIENTSECRET", "KASPI_PAY_CLIENT_SECRET", "kaspi.pay.webhook.secret", "KASPI_PAY_WEBHOOK_SECRET",
			"kaspi.pay.webhook.previousSecret", "KASPI_PAY_TOKEN_ENCRYPTION_OTHERKEYS_0", "Kaspi.Pay.ClientSecret",
			"kaspi.pay.token.encryption.other-keys[1]", "kaspi.pay.merchants[a.b].client-secret",
			"SHOP_KASPI_PAY_PROXY_PASSWORD", "KASPI_CLIENT_SECRET" })
	void knowsASecretByAnySpellingOfItsName(String name) {
		assertThat(sanitized(name, "x")).isEqualTo(SanitizableData.SANITIZED_VALUE);
	}

	@ParameterizedTest
	@CsvSource({ "kaspi.pay.client-id", "kaspi.pay.merchant-id", "kaspi.pay.token.store", "kaspi.pay.webhook.path",
			"kaspi.pay.webhook.signature-header", "shop.secret", "spring.datasource.password", "secret.kaspi.pay" })
	void leavesAllElseToOthers(String name) {
		assertThat(sanitized(name, "x")).isEqualTo("x");
	}

	@Test
	void showsTheRestOfAnAddress() {
		assertThat(sanitized("kaspi.pay.callback-url", "https://a:b@shop.example:1/x?y=z#f"))
			.isEqualTo("https://******@shop.example:1/x?******");
		assertThat(sanitized("kaspi.pay.callback-url", "https://shop.example/a@b"))
			.isEqualTo("https://shop.example/a@b");
		assertThat(sanitized("shop.url", "https://a:b@shop.example")).isEqualTo("https://a:b@shop.example");
	}

	private static Object sanitized(String name, String value) {
		return new SecretSanitizer(new StandardEnvironment()).apply(new SanitizableData(null, name, value)).getValue();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(Copy.class)
	static class Holder {

	}

	@ConfigurationProperties("shop")
	record Copy(String copy, String line) {

	}

}
