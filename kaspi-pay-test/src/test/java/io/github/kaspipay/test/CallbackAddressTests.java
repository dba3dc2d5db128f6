/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.env.MockEnvironment;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that webhooks find the application, wherever it is.
 */
class CallbackAddressTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			kaspi.pay.enabled=true             | http://localhost:80/webhook/kaspi
			server.servlet.context-path=/      | http://localhost:80/webhook/kaspi
			server.servlet.context-path=/shop  | http://localhost:80/shop/webhook/kaspi
			server.servlet.context-path=/shop/ | http://localhost:80/shop/webhook/kaspi
			spring.mvc.servlet.path=/          | http://localhost:80/webhook/kaspi
			spring.mvc.servlet.path=/api/      | http://localhost:80/api/webhook/kaspi
			spring.mvc.servlet.path=/api/*     | http://localhost:80/api/webhook/kaspi
			spring.webflux.base-path=/shop     | http://localhost:80/shop/webhook/kaspi
			kaspi.pay.webhook.path=/hook       | http://localhost:80/hook
			server.ssl.bundle=web              | https://localhost:80/webhook/kaspi
			server.ssl.key-store=a.p12         | https://localhost:80/webhook/kaspi
			server.ssl.enabled=true            | http://localhost:80/webhook/kaspi
			""")
	void readsPropertiesAsSpringBootDoes(String property, String address) {
		String[] parts = property.split("=");
		MockEnvironment environment = new MockEnvironment().withProperty("local.server.port", "80")
			.withProperty(parts[0], parts[1]);
		assertThat(CallbackAddress.of(environment)).hasToString(address);
	}

	@Test
	void tlsThatIsSwitchedOffIsNone() {
		assertThat(CallbackAddress.of(new MockEnvironment().withProperty("local.server.port", "80")
			.withProperty("server.ssl.bundle", "web")
			.withProperty("server.ssl.enabled", "false"))).hasScheme("http");
	}

	@Nested
	@KaspiPayTest
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT,
			properties = { "server.servlet.context-path=/shop/", "spring.mvc.servlet.path=/api" })
	class WithPaths {

		@Test
		void hearsOfThePayment(@Autowired KaspiOrderService orders, @Autowired KaspiPaySimulator simulator,
				@Autowired KaspiPayEvents events) {
			assertHearsOfPayment(orders, simulator, events);
		}

	}

	@Nested
	@KaspiPayTest
	@SpringBootTest(classes = Application.class, webEnvironment = WebEnvironment.RANDOM_PORT)
	class WithTls {

		@TempDir
		private static @Nullable Path directory;

		@DynamicPropertySource
		static void keyStore(DynamicPropertyRegistry registry) {
			String keyStore = selfSigned(String.valueOf(directory));
			registry.add("server.ssl.key-store", () -> keyStore);
			registry.add("server.ssl.key-store-password", () -> "changeit");
		}

		@Test
		void hearsOfThePayment(@Autowired KaspiOrderService orders, @Autowired KaspiPaySimulator simulator,
				@Autowired KaspiPayEvents events) {
			assertHearsOfPayment(orders, simulator, events);
		}

	}

	private static void assertHearsOfPayment(KaspiOrderService orders, KaspiPaySimulator simulator,
			KaspiPayEvents events) {
		KaspiOrder order = orders.create(KaspiOrderRequest.builder().amount(25000).build());
		simulator.pay(order.orderId());
		assertThat(events.await(KaspiOrderPaidEvent.class).orderId()).isEqualTo(order.orderId());
	}

	private static String selfSigned(String directory) {
		String keyStore = directory + "/self-signed.p12";
		try {
			Process keytool = new ProcessBuilder(System.getProperty("java.home") + "/bin/keytool", "-genkeypair",
					"-alias", "shop", "-keyalg", "EC", "-dname", "CN=shop.example", "-storetype", "PKCS12",
					"-storepass", "changeit", "-keystore", keyStore)
				.redirectErrorStream(true)
				.start();
			assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
			assertThat(keytool.exitValue()).isZero();
			return keyStore;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = DataSourceAutoConfiguration.class)
	static class Application {

	}

}
