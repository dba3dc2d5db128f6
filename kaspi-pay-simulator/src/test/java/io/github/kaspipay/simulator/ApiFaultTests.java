/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

import io.github.kaspipay.simulator.fault.ActiveFault;
import io.github.kaspipay.simulator.fault.ApiFault;
import io.github.kaspipay.simulator.fault.Operation;
import io.github.kaspipay.simulator.journal.RecordedRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.core.JacksonException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ApiFault}.
 */
class ApiFaultTests extends SharedSimulatorTests {

	private static final String ORDER = ApiClient.orderBody("order_1", "25000");

	@BeforeEach
	void authorize() {
		this.client.authorize();
	}

	@Test
	void callThatIsRefusedAnywayLeavesTheFaultAlone() {
		ApiClient client = new ApiClient(this.simulator);
		this.simulator.faults().add(ApiFault.status(500).on(Operation.STATUS).times(1));
		assertThat(client.status("ORD-1").statusCode()).isEqualTo(401);
		assertThat(this.simulator.faults().active()).hasSize(1);
		HttpResponse<String> authorized = client.authorize().status("ORD-1");
		assertThat(authorized.statusCode()).isEqualTo(500);
		assertThat(this.simulator.faults().active()).isEmpty();
	}

	@Test
	void statusIsAnsweredSoManyTimes() {
		this.simulator.faults().add(ApiFault.status(503).on(Operation.CREATE).times(2));
		assertThat(this.client.create(ORDER).statusCode()).isEqualTo(503);
		assertThat(this.simulator.faults().active()).extracting(ActiveFault::applied).containsExactly(1);
		assertThat(this.client.create(ORDER).statusCode()).isEqualTo(503);
		assertThat(this.simulator.faults().active()).isEmpty();
		assertThat(this.simulator.orders()).isEmpty();
		assertThat(this.client.create(ORDER).statusCode()).isEqualTo(201);
	}

	@Test
	void statusCanHaveBodyAndHeaders() {
		this.simulator.faults()
			.add(ApiFault.status(502).body("<h1>Bad gateway</h1>").header("Content-Type", "text/html"));
		HttpResponse<String> answer = this.client.create(ORDER);
		assertThat(answer.statusCode()).isEqualTo(502);
		assertThat(answer.body()).isEqualTo("<h1>Bad gateway</h1>");
		assertThat(answer.headers().allValues("Content-Type")).containsExactly("text/html");
		assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
	}

	@Test
	void statusCanComeAfterProcessing() {
		this.simulator.faults().add(ApiFault.status(500).afterProcessing());
		assertThat(this.client.create(ORDER).statusCode()).isEqualTo(500);
		assertThat(this.simulator.orders()).hasSize(1);
	}

	@Test
	void tooManyRequestsTellsWhenToTryAgain() {
		this.simulator.faults().add(ApiFault.tooManyRequests(Duration.ofMillis(4001)));
		HttpResponse<String> answer = this.client.create(ORDER);
		assertThat(answer.statusCode()).isEqualTo(429);
		assertThat(answer.headers().firstValue("Retry-After")).hasValue("5");
	}

	@ParameterizedTest
	@EnumSource
	void concernsOneOperation(Operation operation) {
		String orderId = this.client.created(ORDER);
		this.simulator.pay(orderId);
		this.simulator.faults().add(ApiFault.status(418).on(operation));
		assertThat(this.client.token().statusCode()).isEqualTo((operation == Operation.TOKEN) ? 418 : 200);
		assertThat(this.client.create(ApiClient.orderBody("order_2", "1")).statusCode())
			.isEqualTo((operation == Operation.CREATE) ? 418 : 201);
		assertThat(this.client.status(orderId).statusCode()).isEqualTo((operation == Operation.STATUS) ? 418 : 200);
		assertThat(this.client.refund(orderId, "1").statusCode())
			.isEqualTo((operation == Operation.REFUND) ? 418 : 200);
		assertThat(this.client.get("/simulator/orders").statusCode()).isEqualTo(200);
	}

	@Test
	void connectionIsResetBeforeProcessing() {
		this.simulator.faults().add(ApiFault.reset());
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.client.create(ORDER));
		assertThat(this.simulator.orders()).isEmpty();
		assertThat(this.simulator.requests()).last().extracting(RecordedRequest::status).isEqualTo(0);
	}

	@Test
	void connectionIsResetAfterProcessing() {
		this.simulator.faults().add(ApiFault.reset().afterProcessing());
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.client.create(ORDER));
		assertThat(this.simulator.orders()).hasSize(1);
	}

	@Test
	void silenceEndsWithoutAnAnswer() {
		this.simulator.faults().add(ApiFault.timeout(Duration.ofMillis(300)).on(Operation.CREATE));
		long start = System.nanoTime();
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> this.client.create(ORDER));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
		assertThat(this.simulator.orders()).isEmpty();
	}

	@Test
	void silenceDoesNotHoldUpTheEnd() throws Exception {
		KaspiPaySimulator silent = KaspiPaySimulator.start();
		silent.faults().add(ApiFault.timeout(Duration.ofHours(1)));
		CompletableFuture<HttpResponse<String>> call = CompletableFuture
			.supplyAsync(() -> new ApiClient(silent).token());
		await().until(() -> silent.faults().active().get(0).applied() == 1);
		silent.close();
		assertThat(call).failsWithin(Duration.ofSeconds(30));
	}

	@Test
	void slowDripIsTheTrueAnswerThatTakesItsTime() {
		this.simulator.faults().add(ApiFault.slowDrip(Duration.ofMillis(400)).on(Operation.CREATE));
		long start = System.nanoTime();
		String orderId = this.client.created(ORDER);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
		assertThat(this.simulator.order(orderId)).isPresent();
	}

	@Test
	void malformedJsonIsCutInTheMiddle() {
		this.simulator.faults().add(ApiFault.malformedJson());
		HttpResponse<String> answer = this.client.create(ORDER);
		assertThat(answer.statusCode()).isEqualTo(201);
		assertThat(answer.body()).startsWith("{\"orderId\"");
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> ApiClient.json(answer));
		assertThat(this.simulator.orders()).hasSize(1);
	}

	@Test
	void emptyBodyHasTheTrueStatus() {
		this.simulator.faults().add(ApiFault.emptyBody());
		HttpResponse<String> answer = this.client.create(ORDER);
		assertThat(answer.statusCode()).isEqualTo(201);
		assertThat(answer.body()).isEmpty();
		assertThat(this.simulator.orders()).hasSize(1);
	}

	@Test
	void answersWithAnotherBodyAfterProcessing() {
		String orderId = this.client.created(ORDER);
		this.simulator.pay(orderId);
		String body = "{\"status\":\"REFUNDED\",\"amount\":5000}";
		this.simulator.faults().add(ApiFault.answer(body).on(Operation.REFUND).times(1));
		HttpResponse<String> answer = this.client.refund(orderId, "5000");
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo(body);
		assertThat(answer.headers().allValues("Content-Type")).containsExactly("application/json");
		assertThat(this.simulator.order(orderId).orElseThrow().refundedAmount()).isEqualTo("5000");
	}

	@Test
	void answersWithGarbageOfAnyKindAfterProcessing() {
		this.simulator.faults()
			.add(ApiFault.answer("<h1>Hello</h1>").header("Content-Type", "text/html").on(Operation.CREATE).times(1));
		this.simulator.faults()
			.add(ApiFault.status(502)
				.body("<h1>Bad gateway</h1>")
				.header("Content-Type", "text/html")
				.afterProcessing()
				.on(Operation.CREATE)
				.times(1));
		HttpResponse<String> html = this.client.create(ORDER);
		assertThat(html.statusCode()).isEqualTo(201);
		assertThat(html.body()).isEqualTo("<h1>Hello</h1>");
		assertThat(html.headers().allValues("Content-Type")).containsExactly("text/html");
		assertThat(this.client.create(ApiClient.orderBody("order_2", "1")).statusCode()).isEqualTo(502);
		assertThat(this.simulator.orders()).hasSize(2);
	}

	@Test
	void leavesMembersOut() {
		String orderId = this.client.created(ApiClient.orderBody("order_9", "1234.5"));
		this.simulator.pay(orderId);
		this.simulator.faults().add(ApiFault.without("refundId", "amount").on(Operation.REFUND));
		assertThat(this.client.refund(orderId, "5").body()).isEqualTo("{\"status\":\"PARTIALLY_REFUNDED\"}");
		this.simulator.faults().add(ApiFault.without("paidAt", "createdAt", "unknown"));
		assertThat(this.client.status(orderId).body()).isEqualTo(String.format(Locale.ROOT,
				"{\"orderId\":\"%s\",\"status\":\"PARTIALLY_REFUNDED\",\"amount\":1234.5}", orderId));
	}

	@Test
	void oldestFaultComesFirst() {
		this.simulator.faults().add(ApiFault.status(500).times(1));
		this.simulator.faults().add(ApiFault.status(503).times(1));
		assertThat(this.client.create(ORDER).statusCode()).isEqualTo(500);
		assertThat(this.client.create(ORDER).statusCode()).isEqualTo(503);
	}

	@Test
	void endsWhenRemovedClearedOrReset() {
		ActiveFault fault = this.simulator.faults().add(ApiFault.status(500));
		assertThat(this.simulator.faults().remove(fault.id())).isTrue();
		assertThat(this.simulator.faults().remove(fault.id())).isFalse();
		assertThat(this.client.create(ORDER).statusCode()).isEqualTo(201);
		this.simulator.faults().add(ApiFault.status(500));
		this.simulator.faults().clear();
		assertThat(this.client.token().statusCode()).isEqualTo(200);
		this.simulator.faults().add(ApiFault.status(500));
		this.simulator.reset();
		assertThat(this.client.token().statusCode()).isEqualTo(200);
	}

	@Test
	void refusesWhatCannotBe() {
		assertThatIllegalArgumentException().isThrownBy(() -> ApiFault.status(199));
		assertThatIllegalArgumentException().isThrownBy(() -> ApiFault.status(600));
		assertThatIllegalArgumentException().isThrownBy(() -> ApiFault.reset().times(0));
		assertThatIllegalArgumentException().isThrownBy(() -> ApiFault.timeout(Duration.ofMillis(-1)));
		assertThatIllegalStateException().isThrownBy(() -> ApiFault.reset().body("{}"));
		assertThatIllegalStateException().isThrownBy(() -> ApiFault.emptyBody().header("A", "b"));
	}

	@Test
	void changesMakeNewFaults() {
		ApiFault fault = ApiFault.status(503);
		fault.on(Operation.CREATE).times(2).afterProcessing().body("x").header("A", "b");
		assertThat(fault.operations()).containsExactlyInAnyOrder(Operation.values());
		assertThat(fault.times()).isNull();
		assertThat(fault.isAfterProcessing()).isFalse();
		assertThat(fault.body()).isNull();
		assertThat(fault.headers()).isEmpty();
	}

}
