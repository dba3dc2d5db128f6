package io.github.kaspipay.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.ledger.InMemoryKaspiOrderStore;
import io.github.kaspipay.ledger.KaspiEventDispatcher;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.KaspiOrderStore;
import io.github.kaspipay.ledger.LedgerKaspiOrderService;
import io.github.kaspipay.ledger.OrderObservation;
import io.github.kaspipay.ledger.RedeliveryPolicy;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.order.KaspiOrderStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.Mockito;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link KaspiPayLedgerAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class KaspiPayLedgerAutoConfigurationTests {

	@Test
	void hasAllItsBeansAndSaysOnceThatTheLedgerIsInMemory(CapturedOutput output) {
		Runners.plain()
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(InMemoryKaspiOrderStore.class)
				.hasSingleBean(KaspiEventDispatcher.class)
				.hasSingleBean(KaspiOrderLedger.class)
				.hasSingleBean(LedgerKaspiOrderService.class));
		assertThat(output.toString()).containsOnlyOnce("ledger is in memory");
	}

	@Test
	void backsOffForTheApplicationsStore(CapturedOutput output) {
		KaspiOrderStore own = new InMemoryKaspiOrderStore(1, Clock.systemUTC());
		Runners.plain()
			.withBean("own", KaspiOrderStore.class, () -> own)
			.run((context) -> assertThat(context).getBean(KaspiOrderStore.class).isSameAs(own));
		assertThat(output).doesNotContain("ledger is in memory");
	}

	@Test
	void backsOffForTheApplicationsLedger() {
		KaspiOrderLedger own = new KaspiOrderLedger(new InMemoryKaspiOrderStore(1, Clock.systemUTC()),
				Clock.systemUTC(), () -> {
				});
		Runners.plain()
			.withBean("own", KaspiOrderLedger.class, () -> own)
			.run((context) -> assertThat(context).getBean(KaspiOrderLedger.class).isSameAs(own));
	}

	@Test
	void backsOffForTheApplicationsService() {
		KaspiOrderService own = Mockito.mock(KaspiOrderService.class);
		Runners.plain()
			.withBean("own", KaspiOrderService.class, () -> own)
			.run((context) -> assertThat(context).getBean(KaspiOrderService.class).isSameAs(own));
	}

	@Test
	void sweepsWithTheApplicationsDispatcherToo() {
		Runners.plain().withUserConfiguration(OwnDispatcher.class).run((context) -> {
			assertThat(context).hasSingleBean(KaspiEventDispatcher.class).hasBean("ownDispatcher");
			FailingOnce listener = context.getBean(FailingOnce.class);
			context.getBean(KaspiOrderLedger.class)
				.observe(new OrderObservation("swept", null, KaspiOrderStatus.PAID, java.math.BigDecimal.TEN,
						io.github.kaspipay.event.KaspiEventSource.API, answer("swept"), null, null));
			assertThat(listener.delivered.await(10, TimeUnit.SECONDS)).isTrue();
		});
	}

	static io.github.kaspipay.order.KaspiOrder answer(String orderId) {
		return new io.github.kaspipay.order.KaspiOrder(orderId, null, KaspiOrderStatus.PAID, java.math.BigDecimal.TEN,
				java.math.BigDecimal.ZERO, null, null, null, null, null);
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDispatcher {

		@Bean
		KaspiEventDispatcher ownDispatcher(KaspiOrderStore store, ApplicationEventPublisher publisher) {
			return new KaspiEventDispatcher(store, publisher,
					new RedeliveryPolicy(5, Duration.ofMillis(10), Duration.ofMillis(10)), 1, Runnable::run);
		}

		@Bean
		FailingOnce listener() {
			return new FailingOnce();
		}

	}

	static class FailingOnce {

		private final CountDownLatch delivered = new CountDownLatch(1);

		private boolean failed;

		@org.springframework.context.event.EventListener
		void on(KaspiOrderEvent event) {
			if (!this.failed) {
				this.failed = true;
				throw new IllegalStateException("The listener fails once");
			}
			this.delivered.countDown();
		}

	}

	@Test
	void ledgerHoldsAsManyOrdersAsConfigured() {
		try (KaspiApiStub api = new KaspiApiStub()) {
			Runners.bare()
				.withPropertyValues(api.properties())
				.withPropertyValues("kaspi.pay.ledger.max-orders=2")
				.run((context) -> {
					KaspiOrderService orders = context.getBean(KaspiOrderService.class);
					for (String reference : List.of("first", "second", "third")) {
						orders.create(KaspiOrderRequest.builder().amount(100).reference(reference).build());
					}
					assertThat(orders.findByReference("first")).isEmpty();
					assertThat(orders.findByReference("second")).isPresent();
					assertThat(orders.findByReference("third")).isPresent();
				});
		}
	}

	@Test
	void parksAnEventAfterTheConfiguredAttempts(CapturedOutput output) {
		List<KaspiOrderEvent> attempts = new ArrayList<>();
		Runners.plain()
			.withPropertyValues("kaspi.pay.events.max-attempts=2", "kaspi.pay.events.first-pause=10ms",
					"kaspi.pay.events.max-pause=10ms")
			.withInitializer((context) -> context.addApplicationListener((event) -> {
				if (event instanceof org.springframework.context.PayloadApplicationEvent<?> payload
						&& payload.getPayload() instanceof KaspiOrderEvent ours) {
					attempts.add(ours);
					throw new IllegalStateException("The listener always fails");
				}
			}))
			.run((context) -> {
				context.getBean(KaspiOrderLedger.class)
					.observe(new OrderObservation("parked", null, KaspiOrderStatus.PAID, java.math.BigDecimal.TEN,
							io.github.kaspipay.event.KaspiEventSource.API, answer("parked"), null, null));
				KaspiEventDispatcher dispatcher = context.getBean(KaspiEventDispatcher.class);
				await().until(() -> dispatcher.findParked().size() == 1);
				assertThat(attempts).hasSize(2);
			});
		assertThat(output).contains("Event 'parked:PAID' is parked");
	}

}
