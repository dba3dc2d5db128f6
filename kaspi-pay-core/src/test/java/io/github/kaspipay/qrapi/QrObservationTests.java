/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.qrapi;

import java.net.URI;
import java.time.Duration;

import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.Observed;
import io.github.kaspipay.http.KaspiHttpSettings;
import io.github.kaspipay.http.KaspiHttpTransport;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiPaymentForm;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code kaspi.pay.call} says of calls of the QR API.
 */
class QrObservationTests {

	private final QrFixture kaspi = new QrFixture(QrScheme.ENHANCED);

	private final Observed observed = new Observed("kaspi.pay.call");

	private final QrKaspiPayGateway gateway = new QrKaspiPayGateway(
			new KaspiHttpTransport(
					new KaspiHttpSettings(URI.create(QrFixture.baseUrl()), Duration.ofSeconds(2), Duration.ofSeconds(5),
							Duration.ofSeconds(10)),
					KaspiPayFixture.unlimited(),
					KaspiPayInstrumentation.builder().registry(this.observed.registry).build(), null, null),
			QrFixture.settings(QrScheme.ENHANCED, KaspiPaymentForm.QR), QrDeviceStore.NONE, this.kaspi.clock);

	@Test
	void createdOrdersAreNamed() {
		this.kaspi.answerCreated();
		this.gateway.create(QrFixture.order("order_1"));
		this.kaspi.answer("/remote/create", "{\"QrPaymentId\":77}");
		this.gateway
			.create(KaspiOrderRequest.builder().reference("invoice_1").amount(500).phone("87071234567").build());
		assertThat(this.observed.said("operation", "order.id")).containsExactly("device -", "create " + QrFixture.ID,
				"create 77");
	}

}
