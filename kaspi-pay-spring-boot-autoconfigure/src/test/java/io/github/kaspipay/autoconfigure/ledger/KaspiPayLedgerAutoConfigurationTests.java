/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.ledger;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.kaspipay.autoconfigure.DatabaseRunners;
import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.ledger.InMemoryLedgerStore;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.ledger.LedgerKaspiOrderService;
import io.github.kaspipay.ledger.LedgerStore;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;
import io.github.kaspipay.order.KaspiOrderRequest;
import io.github.kaspipay.order.KaspiOrderService;
import io.github.kaspipay.outbox.EventDispatch;
import io.github.kaspipay.outbox.EventOutbox;
import io.github.kaspipay.outbox.InMemoryEventOutbox;
import io.github.kaspipay.outbox.KaspiEventDispatcher;
import io.github.kaspipay.outbox.RedeliveryPolicy;
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
				.hasSingleBean(InMemoryLedgerStore.class)
				.hasSingleBean(KaspiEventDispatcher.class)
				.hasSingleBean(KaspiOrderLedger.class)
				.hasSingleBean(LedgerKaspiOrderService.class));
		assertThat(output.toString()).containsOnlyOnce("ledger is in memory");
	}

	@Test
	void backsOffForTheApplicationsStore(CapturedOutput output) {
		InMemoryEventOutbox outbox = new InMemoryEventOutbox(Clock.systemUTC());
		InMemoryLedgerStore own = new InMemoryLedgerStore(1, Clock.systemUTC(), outbox);
		Runners.plain()
			.withBean("own", InMemoryLedgerStore.class, () -> own)
			.withBean(InMemoryEventOutbox.class, () -> outbox)
			.run((context) -> assertThat(context).getBean(LedgerStore.class).isSameAs(own));
		assertThat(output).doesNotContain("ledger is in memory");
	}

	@Test
	void backsOffForTheApplicationsLedger() {
		InMemoryEventOutbox outbox = new InMemoryEventOutbox(Clock.systemUTC());
		KaspiOrderLedger own = new KaspiOrderLedger(new InMemoryLedgerStore(1, Clock.systemUTC(), outbox),
				Clock.systemUTC(), Mockito.mock(EventDispatch.class));
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
			DatabaseRunners.pay(context, "swept");
			assertThat(listener.delivered.await(10, TimeUnit.SECONDS)).isTrue();
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnDispatcher {

		@Bean
		KaspiEventDispatcher ownDispatcher(EventOutbox outbox, ApplicationEventPublisher publisher,
				KaspiPayWorkers workers) {
			return new KaspiEventDispatcher(outbox, publisher,
					new RedeliveryPolicy(5, Duration.ofMillis(10), Duration.ofMillis(10)), workers,
					Duration.ofSeconds(60));
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
				DatabaseRunners.pay(context, "parked");
				KaspiEventDispatcher dispatcher = context.getBean(KaspiEventDispatcher.class);
				await().until(() -> dispatcher.findParked().size() == 1);
				assertThat(attempts).hasSize(2);
				assertThat(dispatcher.findParked()).singleElement().satisfies((parked) -> {
					assertThat(parked.eventId()).isEqualTo("parked:PAID");
					assertThat(parked.attempts()).isEqualTo(2);
					assertThat(parked.lastError()).contains("The listener always fails");
				});
			});
		assertThat(output).contains("Event 'parked:PAID' is parked");
	}

}
