/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.event;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.github.kaspipay.autoconfigure.DatabaseRunners;
import io.github.kaspipay.autoconfigure.diagnostics.StartUpFailures;
import io.github.kaspipay.event.KaspiOrderEvent;
import io.github.kaspipay.event.KaspiOrderPaidEvent;
import io.github.kaspipay.event.KaspiOrderRefundedEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.task.SyncTaskExecutor;
import org.springframework.modulith.events.ApplicationModuleListener;
import org.springframework.modulith.events.config.EventPublicationAutoConfiguration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.event.TransactionPhase;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ListenerPromiseCheck}.
 */
@Tag("database")
@ExtendWith(OutputCaptureExtension.class)
class ListenerPromiseCheckTests {

	private static final String WARNING = "ListenerPromiseCheck";

	@Test
	void plainListenersAreFine(CapturedOutput output) {
		DatabaseRunners.h2()
			.withUserConfiguration(Plain.class)
			.withPropertyValues("kaspi.pay.events.strict=true")
			.run((context) -> assertThat(context).hasNotFailed());
		DatabaseRunners.none()
			.withUserConfiguration(Plain.class)
			.withPropertyValues("kaspi.pay.events.strict=true")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(WARNING);
	}

	@ParameterizedTest
	@ValueSource(classes = { AsyncMethod.class, AsyncClass.class, AsyncPayload.class, AsyncByClasses.class,
			AsyncApplicationListener.class, Reactive.class, Future.class })
	void asynchronousListenerIsNamedOnce(Class<?> type, CapturedOutput output) {
		DatabaseRunners.h2().withUserConfiguration(type).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output)
			.containsOnlyOnce(type.getName() + "."
					+ ((type != AsyncApplicationListener.class) ? "on" : "onApplicationEvent") + " is asynchronous")
			.contains("Make it a plain @EventListener, or Spring Modulith's @ApplicationModuleListener");
	}

	@ParameterizedTest
	@ValueSource(classes = { AfterCommit.class, AfterRollback.class, AfterCompletion.class })
	void listenerAfterTheTransactionIsNamedOnce(Class<?> type, CapturedOutput output) {
		DatabaseRunners.h2().withUserConfiguration(type).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce(type.getName() + ".on is called after the event counts as delivered");
	}

	@Test
	void listenerBeforeTheCommitIsFine(CapturedOutput output) {
		DatabaseRunners.h2()
			.withUserConfiguration(BeforeCommit.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(WARNING);
	}

	@ParameterizedTest
	@ValueSource(classes = { AfterCommit.class, BeforeCommit.class, Module.class })
	void transactionalListenerOfALedgerInMemoryIsNeverCalled(Class<?> type, CapturedOutput output) {
		DatabaseRunners.none().withUserConfiguration(type).run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce(type.getName() + ".on is never called");
	}

	@Test
	void transactionalListenerOfALedgerInMemoryMayFallBack(CapturedOutput output) {
		DatabaseRunners.none()
			.withUserConfiguration(FallBack.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(WARNING);
	}

	@Test
	void moduleListenerIsFineWithARegistryOnly(CapturedOutput output) {
		ApplicationContextRunner runner = DatabaseRunners.h2().withUserConfiguration(Module.class);
		runner
			.withConfiguration(
					AutoConfigurations.of(JacksonAutoConfiguration.class, EventPublicationAutoConfiguration.class,
							named("events.jackson.JacksonEventSerializationConfiguration"),
							named("events.jdbc.JdbcEventPublicationAutoConfiguration")))
			.withPropertyValues("spring.modulith.events.jdbc.schema-initialization.enabled=true")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(WARNING);
		runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce(Module.class.getName() + ".on is asynchronous");
	}

	@Test
	void multicasterWithAnExecutorOrAnErrorHandlerIsNamed(CapturedOutput output) {
		SimpleApplicationEventMulticaster multicaster = new SimpleApplicationEventMulticaster();
		multicaster.setTaskExecutor(new SyncTaskExecutor());
		ApplicationContextRunner runner = DatabaseRunners.h2()
			.withBean("applicationEventMulticaster", SimpleApplicationEventMulticaster.class, () -> multicaster)
			.withUserConfiguration(Plain.class);
		runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain(WARNING);
		multicaster.setErrorHandler((failure) -> {
		});
		runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("applicationEventMulticaster has an error handler");
		Executor executor = (task) -> new Thread(task).start();
		multicaster.setTaskExecutor(executor);
		runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).containsOnlyOnce("applicationEventMulticaster has a task executor");
	}

	@Test
	void strictnessMakesThemFailuresWithAllNames() {
		DatabaseRunners.h2()
			.withUserConfiguration(AsyncMethod.class, AfterCommit.class, Plain.class)
			.withPropertyValues("kaspi.pay.events.strict=true")
			.run((context) -> {
				assertThat(context).hasFailed();
				FailureAnalysis analysis = StartUpFailures.analyze(context.getStartupFailure());
				assertThat(analysis.getDescription()).contains("AsyncMethod.on", "AfterCommit.on")
					.doesNotContain("Plain");
				assertThat(analysis.getAction()).contains("kaspi.pay.events.strict=false");
			});
	}

	@Test
	void listenersOfAnInstanceThatDeliversNothingDoNotMatter() {
		DatabaseRunners.h2()
			.withUserConfiguration(AsyncMethod.class)
			.withPropertyValues("kaspi.pay.events.strict=true", "kaspi.pay.events.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	private static Class<?> named(String autoConfiguration) {
		return ClassUtils.resolveClassName("org.springframework.modulith." + autoConfiguration, null);
	}

	static class Plain {

		@EventListener
		void on(KaspiOrderEvent event) {
		}

		@EventListener
		void on(KaspiOrderPaidEvent event) {
		}

		@Async
		void other(KaspiOrderPaidEvent event) {
		}

		@Async
		@EventListener
		void on(String event) {
		}

	}

	@EnableAsync
	static class Reactive {

		@EventListener
		Mono<Void> on(KaspiOrderPaidEvent event) {
			return Mono.empty();
		}

	}

	static class Future {

		@EventListener
		CompletableFuture<Void> on(KaspiOrderPaidEvent event) {
			return CompletableFuture.completedFuture(null);
		}

	}

	static class AsyncMethod {

		@Async
		@EventListener
		void on(KaspiOrderPaidEvent event) {
		}

	}

	@Async
	static class AsyncClass {

		@EventListener
		void on(KaspiOrderEvent event) {
		}

	}

	static class AsyncPayload {

		@Async
		@EventListener
		void on(PayloadApplicationEvent<KaspiOrderRefundedEvent> event) {
		}

	}

	static class AsyncByClasses {

		@Async
		@EventListener({ KaspiOrderPaidEvent.class, KaspiOrderRefundedEvent.class })
		void on() {
		}

	}

	static class AsyncApplicationListener implements ApplicationListener<PayloadApplicationEvent<KaspiOrderPaidEvent>> {

		@Async
		@Override
		public void onApplicationEvent(PayloadApplicationEvent<KaspiOrderPaidEvent> event) {
		}

	}

	static class AfterCommit {

		@TransactionalEventListener
		void on(KaspiOrderEvent event) {
		}

	}

	static class AfterRollback {

		@TransactionalEventListener(phase = TransactionPhase.AFTER_ROLLBACK)
		void on(KaspiOrderEvent event) {
		}

	}

	static class AfterCompletion {

		@TransactionalEventListener(phase = TransactionPhase.AFTER_COMPLETION)
		void on(KaspiOrderEvent event) {
		}

	}

	static class BeforeCommit {

		@TransactionalEventListener(phase = TransactionPhase.BEFORE_COMMIT)
		void on(KaspiOrderEvent event) {
		}

	}

	static class FallBack {

		@TransactionalEventListener(fallbackExecution = true)
		void on(KaspiOrderEvent event) {
		}

	}

	static class Module {

		@ApplicationModuleListener
		void on(KaspiOrderEvent event) {
		}

	}

}
