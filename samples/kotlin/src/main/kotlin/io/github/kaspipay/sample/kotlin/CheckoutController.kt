/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.kotlin

import io.github.kaspipay.order.KaspiOrder
import io.github.kaspipay.order.KaspiOrderRequest
import io.github.kaspipay.order.KaspiRefundRequest
import io.github.kaspipay.reactive.ReactiveKaspiOrderService
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.reactor.awaitSingleOrNull
import org.springframework.http.HttpStatus
import org.springframework.web.bind.annotation.GetMapping
import org.springframework.web.bind.annotation.PathVariable
import org.springframework.web.bind.annotation.PostMapping
import org.springframework.web.bind.annotation.RestController
import org.springframework.web.server.ResponseStatusException
import java.net.URI

private const val PRICE = 1500L

/** What a customer does. No call to Kaspi Pay, and no look at the ledger, blocks an event loop. */
@RestController
class CheckoutController(private val kaspi: ReactiveKaspiOrderService) {

	@PostMapping("/checkout")
	suspend fun checkout(): Cup {
		val request = KaspiOrderRequest.builder().amount(PRICE).description("Coffee").build()
		return cup(kaspi.create(request).awaitSingle())
	}

	@GetMapping("/cups/{orderId}")
	suspend fun cup(@PathVariable orderId: String): Cup =
		kaspi.findByOrderId(orderId).awaitSingleOrNull()?.let(::cup)
			?: throw ResponseStatusException(HttpStatus.NOT_FOUND)

	/** The key makes a second click the same refund. */
	@PostMapping("/cups/{orderId}/refund")
	suspend fun refund(@PathVariable orderId: String): String =
		kaspi.refund(orderId, KaspiRefundRequest.full("Cold").key("cold")).awaitSingle().state.name

	private fun cup(order: KaspiOrder) = Cup(order.orderId, order.status.value, order.paymentUrl)

	/** The payment page is `null` where Kaspi Pay has named none: the compiler knows. */
	data class Cup(val orderId: String, val status: String, val paymentUrl: URI?)

}
