/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.reactive;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiOrderNotFoundException;
import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiRefund;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.reactive.ReactiveKaspiMerchants;
import io.github.kaspipay.reactive.ReactiveKaspiOrderService;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * {@link ReactiveKaspiOrderService} over real HTTP, and on services that are slow or
 * fail.
 */
class ReactiveKaspiOrderServiceTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final KaspiApiStub api = new KaspiApiStub();

	private final ApplicationContextRunner runner = Runners.bare().withPropertyValues(api.properties());

	@BeforeEach
	void reset() {
		api.reset();
	}

	@AfterAll
	static void close() {
		api.close();
	}

	private static KaspiOrderRequest request(String reference) {
		return KaspiOrderRequest.builder().amount(25000).reference(reference).build();
	}

	private static void payAndRefund(ReactiveKaspiOrderService orders, String reference) {
		api.order(reference, "PAID", "25000");
		api.refundAnswers(reference, KaspiApiStub.json(200,
				"{\"orderId\":\"" + reference + "\",\"refundedAmount\":1000,\"status\":\"PARTIALLY_REFUNDED\"}"));
		KaspiOrder created = orders.create(request(reference)).block(TIMEOUT);
		assertThat(orders.get(reference).map(KaspiOrder::isPaid).block(TIMEOUT)).isTrue();
		assertThat(orders.findByOrderId(reference).block(TIMEOUT)).isNotNull()
			.satisfies((found) -> assertThat(found.isPaid()).isTrue());
		assertThat(orders.findByReference(reference).map(KaspiOrder::orderId).block(TIMEOUT))
			.isEqualTo(created.orderId());
		Mono<KaspiRefund> refund = orders.refund(reference, KaspiRefundRequest.of(new BigDecimal(1000), "Torn"));
		KaspiRefund first = refund.block(TIMEOUT);
		assertThat(refund.block(TIMEOUT)).usingRecursiveComparison()
			.comparingOnlyFields("key", "amount", "refundedTotal")
			.isEqualTo(first);
		assertThat(orders.refunds(reference).collectList().block(TIMEOUT)).singleElement()
			.satisfies((only) -> assertThat(only.key()).isNotNull().isEqualTo(first.key()));
	}

	@Test
	void subscribingAgainCreatesOneOrderAndRefundsOnce() {
		this.runner.run((context) -> {
			ReactiveKaspiOrderService orders = context.getBean(ReactiveKaspiOrderService.class);
			Mono<KaspiOrder> creation = orders.create(request("again"));
			assertThat(api.calls()).isZero();
			assertThat(creation.repeat(2).map(KaspiOrder::orderId).collectList().block(TIMEOUT))
				.containsExactly("again", "again", "again");
			payAndRefund(orders, "once");
			assertThat(api.creationCalls()).isEqualTo(2);
			assertThat(api.refundCalls()).isOne();
		});
	}

	@Test
	void tellsWhatTheServiceThrowsAndWhatItDoesNotKnow() {
		this.runner.run((context) -> {
			ReactiveKaspiOrderService orders = context.getBean(ReactiveKaspiOrderService.class);
			api.orderAnswers("unknown", KaspiApiStub.json(404, "{}"));
			assertThatExceptionOfType(KaspiOrderNotFoundException.class)
				.isThrownBy(() -> orders.get("unknown").block(TIMEOUT));
			assertThat(orders.findByOrderId("unknown").blockOptional(TIMEOUT)).isEmpty();
			assertThat(orders.findByReference("unknown").blockOptional(TIMEOUT)).isEmpty();
			assertThat(orders.refunds("unknown").collectList().block(TIMEOUT)).isEmpty();
		});
	}

	@Test
	void everyMerchantHasItsService() {
		this.runner
			.withPropertyValues("kaspi.pay.merchants.second.merchant-id=SECOND",
					"kaspi.pay.merchants.second.client-id=client-2",
					"kaspi.pay.merchants.second.client-secret=Zq7-second-credential")
			.run((context) -> {
				ReactiveKaspiMerchants merchants = context.getBean(ReactiveKaspiMerchants.class);
				assertThat(merchants.names()).containsExactly("", "second");
				payAndRefund(merchants.get("second"), "of-second");
				assertThat(merchants.get("").findByReference("of-second").blockOptional(TIMEOUT)).isEmpty();
				assertThatIllegalArgumentException().isThrownBy(() -> merchants.get("third"))
					.withMessageContaining("second");
			});
	}

	@Test
	void takesTheObservationOfTheReactorContextAlong() {
		AtomicReference<String> parent = new AtomicReference<>();
		this.runner.withBean(ObservationRegistry.class, ObservationRegistry::create).run((context) -> {
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			registry.observationConfig().observationHandler(new ObservationHandler<>() {

				@Override
				public void onStop(Observation.Context observed) {
					if ("kaspi.pay.call".equals(observed.getName()) && observed.getParentObservation() != null) {
						parent.set(observed.getParentObservation().getContextView().getName());
					}
				}

				@Override
				public boolean supportsContext(Observation.Context observed) {
					return true;
				}

			});
			Observation checkout = Observation.start("checkout", registry);
			context.getBean(ReactiveKaspiOrderService.class)
				.create(request("observed"))
				.contextWrite((reactor) -> reactor.put(ObservationThreadLocalAccessor.KEY, checkout))
				.block(TIMEOUT);
			assertThat(parent).hasValue("checkout");
		});
	}

	@Test
	void isMadeOnlyForThoseWhoAskForIt() {
		this.runner.run((context) -> {
			assertThat(context.getSourceApplicationContext()
				.getBeanFactory()
				.containsSingleton("kaspi.pay.reactiveServices")).isFalse();
			context.getBean(ReactiveKaspiOrderService.class);
			assertThat(context.getSourceApplicationContext()
				.getBeanFactory()
				.containsSingleton("kaspi.pay.reactiveServices")).isTrue();
		});
	}

	@Test
	void backsOffForTheApplicationsOwn() {
		ReactiveKaspiOrderService own = mock();
		this.runner.withBean(ReactiveKaspiOrderService.class, () -> own)
			.run((context) -> assertThat(context).hasNotFailed()
				.getBean(ReactiveKaspiOrderService.class)
				.isSameAs(own));
	}

	@Test
	void isNotThereWithoutReactor() {
		this.runner.withClassLoader(new FilteredClassLoader("reactor"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("kaspi.pay.reactiveServices"));
	}

	@Test
	void callThatHasBegunIsNotCutOffByCancellingNorByTheEndOfTheApplication() throws Exception {
		Slow slow = new Slow();
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean(ReactiveServices.class,
					() -> new ReactiveServices(slow.service, mock(), Duration.ofSeconds(10)));
			context.refresh();
			ReactiveKaspiOrderService orders = context.getBean(ReactiveServices.class).ofDefault();
			Disposable subscription = orders.refund("slow", KaspiRefundRequest.full("Torn")).subscribe();
			assertThat(slow.begun.await(10, TimeUnit.SECONDS)).isTrue();
			subscription.dispose();
			CompletableFuture<Void> closing = CompletableFuture.runAsync(context::close);
			await().untilAsserted(() -> assertThatExceptionOfType(KaspiConnectionException.class)
				.isThrownBy(() -> orders.get("other").block(TIMEOUT)));
			assertThat(slow.ended).isFalse();
			slow.goOn.countDown();
			closing.get(10, TimeUnit.SECONDS);
			assertThat(slow.ended).isTrue();
			assertThat(slow.interrupted).isFalse();
		}
	}

	@Test
	void callThatNobodyWaitsForAnyMoreIsNotBegun() throws Exception {
		Slow slow = new Slow();
		Scheduler one = Schedulers.newBoundedElastic(1, 1, "one", 60, true);
		try {
			ReactiveKaspiOrderService orders = ReactiveKaspiOrderService.of(slow.service, one, Schedulers.immediate());
			CompletableFuture<KaspiRefund> begun = orders.refund("slow", KaspiRefundRequest.full("Torn")).toFuture();
			assertThat(slow.begun.await(10, TimeUnit.SECONDS)).isTrue();
			KaspiOrderRequest waiting = request("waiting");
			orders.create(waiting).subscribe().dispose();
			assertThatExceptionOfType(KaspiConnectionException.class)
				.isThrownBy(() -> orders.create(request("too-many")).block(TIMEOUT))
				.withMessageContaining("safe to try again");
			assertThat(orders.findByReference("while all threads are busy").blockOptional(TIMEOUT)).isEmpty();
			slow.goOn.countDown();
			begun.get(10, TimeUnit.SECONDS);
			await("the thread has come to what waited").ignoreExceptionsInstanceOf(KaspiConnectionException.class)
				.untilAsserted(() -> orders.get("after").block(TIMEOUT));
			verify(slow.service, never()).create(waiting);
		}
		finally {
			one.dispose();
		}
	}

	@Test
	void errorThatReactorTakesForFatalReachesTheCaller() {
		KaspiOrderService service = mock();
		given(service.get("fatal")).willThrow(new NoClassDefFoundError("io/example/Missing"));
		ReactiveKaspiOrderService orders = ReactiveKaspiOrderService.of(service, Schedulers.boundedElastic(),
				Schedulers.boundedElastic());
		assertThat(orders.get("fatal").toFuture()).failsWithin(TIMEOUT)
			.withThrowableThat()
			.withCauseInstanceOf(NoClassDefFoundError.class);
	}

	/**
	 * A service whose refunds wait, and whose look-ups do not.
	 */
	private static final class Slow {

		private final CountDownLatch begun = new CountDownLatch(1);

		private final CountDownLatch goOn = new CountDownLatch(1);

		private final AtomicBoolean ended = new AtomicBoolean();

		private final AtomicBoolean interrupted = new AtomicBoolean();

		private final KaspiOrderService service = mock();

		Slow() {
			given(this.service.findByReference("while all threads are busy")).willReturn(Optional.empty());
			willAnswer((call) -> {
				this.begun.countDown();
				try {
					this.goOn.await(10, TimeUnit.SECONDS);
				}
				catch (InterruptedException ex) {
					this.interrupted.set(true);
				}
				this.ended.set(true);
				return null;
			}).given(this.service).refund(eq("slow"), any());
		}

	}

}
