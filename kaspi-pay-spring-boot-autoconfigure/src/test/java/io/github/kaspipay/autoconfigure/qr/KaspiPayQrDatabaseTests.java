/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.qr;

import java.nio.file.Path;

import io.github.kaspipay.autoconfigure.DatabaseRunners;
import io.github.kaspipay.autoconfigure.TlsApi;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.qrapi.QrDeviceStore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The QR API with the ledger in a database.
 */
@Tag("database")
class KaspiPayQrDatabaseTests {

	@TempDir
	private static Path directory;

	@Test
	void instancesShareTheRegisteredDevice() throws Exception {
		Path keys = TlsApi.keyStore(directory, "both");
		String store = "spring.ssl.bundle.jks.kaspi.";
		try (QrTlsServer kaspi = new QrTlsServer(keys, keys)) {
			ApplicationContextRunner instance = DatabaseRunners.h2()
				.withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, KaspiPayQrAutoConfiguration.class))
				.withPropertyValues("kaspi.pay.api=qr", "kaspi.pay.base-url=https://localhost:" + kaspi.port(),
						"kaspi.pay.ssl.bundle=kaspi", "kaspi.pay.qr.scheme=standard", "kaspi.pay.qr.trade-point-id=42",
						"kaspi.pay.qr.device-id=desk-1", "kaspi.pay.polling.enabled=false",
						"spring.datasource.url=jdbc:h2:mem:qr-devices;DB_CLOSE_DELAY=-1",
						"kaspi.pay.ledger.initialize-schema=always", store + "keystore.location=file:" + keys,
						store + "keystore.password=" + TlsApi.PASSWORD, store + "truststore.location=file:" + keys,
						store + "truststore.password=" + TlsApi.PASSWORD);
			instance.run((context) -> create(context.getBean(KaspiOrderService.class), "order_1"));
			instance.run((context) -> {
				KaspiOrderService orders = context.getBean(KaspiOrderService.class);
				assertThat(orders.findByReference("order_1")).isPresent();
				create(orders, "order_2");
				QrDeviceStore devices = context.getBean(QrDeviceStore.class);
				assertThat(devices.obtain("0".repeat(64), null, () -> "first")).isEqualTo("first");
				assertThat(devices.obtain("0".repeat(64), null, () -> "another")).isEqualTo("first");
				assertThat(devices.obtain("0".repeat(64), "first", () -> "another")).isEqualTo("another");
			});
			assertThat(kaspi.count("/device/register")).isEqualTo(1);
		}
	}

	private static void create(KaspiOrderService orders, String reference) {
		orders.create(KaspiOrderRequest.builder().reference(reference).amount(500).build());
	}

}
