/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ordersapi;

import java.math.BigDecimal;
import java.time.Duration;

import io.github.kaspipay.KaspiInvalidRequestException;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.KaspiRateLimitException;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiPayGateway.PollingSchedule;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static io.github.kaspipay.KaspiPayFixture.TOKEN;
import static io.github.kaspipay.KaspiPayFixture.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What the gateway does besides its calls, which are tested with the wire.
 */
class HttpKaspiPayGatewayTests {

	private final KaspiPayFixture kaspi = KaspiPayFixture.create();

	@Test
	void pollsAreHeldBackWhileThereIsNoToken() {
		assertThat(this.kaspi.gateway.isHeldBack()).isFalse();
		this.kaspi.stub(post(TOKEN).willReturn(json(400, "{\"error\":\"invalid_client\"}")));
		assertThatExceptionOfType(KaspiInvalidRequestException.class)
			.isThrownBy(() -> this.kaspi.gateway.status("ORD-1"));
		assertThat(this.kaspi.gateway.isHeldBack()).isTrue();
	}

	@Test
	void tooManyCallsForATokenHoldNoPollsBack() {
		this.kaspi.stub(post(TOKEN).willReturn(json(429, "{}").withHeader("Retry-After", "3600")));
		assertThatExceptionOfType(KaspiRateLimitException.class).isThrownBy(() -> this.kaspi.gateway.status("ORD-1"));
		assertThat(this.kaspi.gateway.isHeldBack()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "../ORD-1", "ORD 1", "ORD-1?x" })
	void whatIsNoOrderIdIsNotSent(String orderId) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.kaspi.gateway.status(orderId))
			.withMessageContaining("orderId");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.kaspi.gateway.refund(orderId, KaspiRefundRequest.of(BigDecimal.ONE, "a part")))
			.withMessageContaining("orderId");
		assertThat(this.kaspi.count(anyRequestedFor(anyUrl()))).isZero();
	}

	@Test
	void eachOrderIsPolledByTheMerchantsSchedule() {
		this.kaspi.answerCreated("ORD-1");
		KaspiOrder order = this.kaspi.gateway.create(KaspiPayFixture.order("order_1", "25000")).order();
		assertThat(this.kaspi.gateway.pollingSchedule(order))
			.isEqualTo(new PollingSchedule(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(30)));
	}

	@Test
	void credentialsShowNoSecret() {
		assertThat(new ClientCredentials("client-1", "s3cr3t", "payment.orders")).asString()
			.contains("client-1")
			.doesNotContain("s3cr3t");
	}

}
