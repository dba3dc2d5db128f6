/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.test;

import io.github.kaspipay.event.KaspiOrderEvent;

import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.util.ClassUtils;

/**
 * Records events after all listeners of the application have taken them. It joins when
 * the context is complete, to be the last of the listeners without an order.
 */
final class KaspiPayEventsRecorder implements ApplicationListener<ContextRefreshedEvent> {

	private static final boolean TRANSACTIONS = ClassUtils.isPresent(
			"org.springframework.transaction.support.TransactionSynchronization",
			KaspiPayEventsRecorder.class.getClassLoader());

	private final LastListener listener;

	KaspiPayEventsRecorder(KaspiPayEvents events) {
		this.listener = new LastListener(events);
	}

	@Override
	public void onApplicationEvent(ContextRefreshedEvent event) {
		((ConfigurableApplicationContext) event.getApplicationContext()).addApplicationListener(this.listener);
	}

	private record LastListener(KaspiPayEvents events) implements ApplicationListener<PayloadApplicationEvent<?>> {

		@Override
		public void onApplicationEvent(PayloadApplicationEvent<?> published) {
			if (published.getPayload() instanceof KaspiOrderEvent event) {
				if (!TRANSACTIONS || !AfterCommit.run(() -> this.events.record(event))) {
					this.events.record(event);
				}
			}
		}

	}

}
