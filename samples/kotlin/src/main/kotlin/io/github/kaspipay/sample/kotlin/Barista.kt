/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.kotlin

import io.github.kaspipay.event.KaspiOrderCancelledEvent
import io.github.kaspipay.event.KaspiOrderDisputedEvent
import io.github.kaspipay.event.KaspiOrderEvent
import io.github.kaspipay.event.KaspiOrderExpiredEvent
import io.github.kaspipay.event.KaspiOrderPaidEvent
import io.github.kaspipay.event.KaspiOrderRefundedEvent
import org.springframework.context.event.EventListener
import org.springframework.stereotype.Component
import java.util.concurrent.CopyOnWriteArrayList

/** Hears what became of each order, on a thread that may block. */
@Component
class Barista {

	private val orders = CopyOnWriteArrayList<String>()

	/** `when` needs no `else`: the events are sealed. */
	@EventListener
	fun on(event: KaspiOrderEvent) {
		val name = event.reference() ?: event.orderId()
		orders += when (event) {
			is KaspiOrderPaidEvent -> "brew $name"
			is KaspiOrderCancelledEvent, is KaspiOrderExpiredEvent -> "forget $name"
			is KaspiOrderRefundedEvent -> "apologise for $name"
			is KaspiOrderDisputedEvent -> "call somebody about $name: ${event.reason}"
		}
	}

	fun orders(): List<String> = orders

}
