/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.event;

import io.github.kaspipay.autoconfigure.KaspiPayAutoConfiguration;
import io.github.kaspipay.autoconfigure.KaspiPayEventsProperties;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.ProxyTargetClass;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.outbox.EventOutbox;
import io.github.kaspipay.outbox.InMemoryEventOutbox;
import io.github.kaspipay.outbox.KaspiEventDispatcher;
import io.github.kaspipay.outbox.RedeliveryPolicy;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for the delivery of events to listeners.
 */
@AutoConfiguration(after = KaspiPayAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
public class KaspiPayEventAutoConfiguration {

	@Bean("kaspi.pay.eventDispatcher")
	@ProxyTargetClass
	@ConditionalOnMissingBean
	KaspiEventDispatcher kaspiEventDispatcher(KaspiPayProperties properties, EventOutbox outbox,
			ApplicationContext context, KaspiPayWorkers workers, KaspiPayInstrumentation instrumentation) {
		KaspiPayEventsProperties events = properties.events();
		return new KaspiEventDispatcher(outbox, context,
				new RedeliveryPolicy(events.maxAttempts(), events.firstPause(), events.maxPause()), workers,
				events.listenerTimeout(), instrumentation);
	}

	@Bean("kaspi.pay.listenerPromiseCheck")
	@ImportRuntimeHints(ListenerPromiseHints.class)
	@ConditionalOnMissingBean(name = "kaspi.pay.listenerPromiseCheck")
	@ConditionalOnBooleanProperty(name = "kaspi.pay.events.enabled", matchIfMissing = true)
	ListenerPromiseCheck kaspiListenerPromiseCheck(KaspiPayProperties properties, ConfigurableListableBeanFactory beans,
			EventOutbox outbox) {
		return new ListenerPromiseCheck(beans, outbox instanceof InMemoryEventOutbox, properties.events().strict());
	}

}
