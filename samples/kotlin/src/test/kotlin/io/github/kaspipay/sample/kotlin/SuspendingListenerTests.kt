/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.kotlin

import io.github.kaspipay.event.KaspiOrderPaidEvent
import io.github.kaspipay.test.KaspiPaySimulatorConfiguration
import org.assertj.core.api.Assertions.assertThatException
import org.junit.jupiter.api.Test
import org.springframework.boot.WebApplicationType
import org.springframework.boot.autoconfigure.EnableAutoConfiguration
import org.springframework.boot.builder.SpringApplicationBuilder
import org.springframework.context.annotation.Bean
import org.springframework.context.annotation.Import
import org.springframework.context.event.EventListener

/** A listener that suspends returns before it has done its work, which start-up says. */
class SuspendingListenerTests {

	@Test
	fun `a listener that suspends is refused where every event has to be handled`() {
		assertThatException().isThrownBy {
			SpringApplicationBuilder(Shop::class.java).web(WebApplicationType.NONE)
				.run("--kaspi.pay.events.strict=true")
				.close()
		}.withMessageContaining("Suspending.on is asynchronous")
	}

	@EnableAutoConfiguration
	@Import(KaspiPaySimulatorConfiguration::class)
	class Shop {

		@Bean
		fun suspending() = Suspending()

	}

	class Suspending {

		@EventListener
		suspend fun on(event: KaspiOrderPaidEvent) = check(event.orderId.isNotEmpty())

	}

}
