/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.kotlin

import io.github.kaspipay.event.KaspiEventSource
import io.github.kaspipay.event.KaspiOrderPaidEvent
import io.github.kaspipay.event.KaspiOrderRefundedEvent
import io.github.kaspipay.order.KaspiOrderRequest
import io.github.kaspipay.reactive.ReactiveKaspiOrderService
import io.github.kaspipay.test.KaspiPayEvents
import io.github.kaspipay.simulator.KaspiPaySimulator
import io.github.kaspipay.test.KaspiPayTest
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.reactor.awaitSingle
import kotlinx.coroutines.runBlocking
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.BeforeEach
import org.junit.jupiter.api.Test
import org.springframework.beans.factory.annotation.Autowired
import org.springframework.boot.test.context.SpringBootTest
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment
import org.springframework.boot.test.web.server.LocalServerPort
import org.springframework.context.annotation.Import
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpResponse.BodyHandlers

/** Buys coffee over HTTP, and sees that no event loop is ever blocked. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@KaspiPayTest
@Import(Blocking.Configuration::class)
class CoffeeTests @Autowired constructor(
	private val kaspi: KaspiPaySimulator,
	private val events: KaspiPayEvents,
	private val orders: ReactiveKaspiOrderService,
	private val barista: Barista,
	@param:LocalServerPort private val port: Int,
) {

	private val http = HttpClient.newHttpClient()

	@BeforeEach
	fun forget() = Blocking.calls.clear()

	private fun send(method: String, path: String): String {
		val request = HttpRequest.newBuilder(URI.create("http://localhost:$port$path"))
			.method(method, HttpRequest.BodyPublishers.noBody())
			.build()
		return http.send(request, BodyHandlers.ofString()).body()
	}

	@Test
	fun `coffee is paid and given back without blocking an event loop`() {
		val orderId = send("POST", "/checkout").substringAfter("\"orderId\":\"").substringBefore('"')
		kaspi.pay(orderId)
		val paid = events.forOrder(orderId).await(KaspiOrderPaidEvent::class.java)
		assertThat(paid.source).isEqualTo(KaspiEventSource.WEBHOOK)
		assertThat(send("GET", "/cups/$orderId")).contains("\"status\":\"PAID\"")
		assertThat(send("POST", "/cups/$orderId/refund")).isEqualTo("ACCEPTED")
		assertThat(send("POST", "/cups/$orderId/refund")).isEqualTo("ACCEPTED")
		events.forOrder(orderId).await(KaspiOrderRefundedEvent::class.java)
		assertThat(barista.orders()).contains("brew ${paid.reference}", "apologise for ${paid.reference}")
		assertThat(Blocking.calls).isEmpty()
	}

	@Test
	fun `coroutines create orders side by side`() = runBlocking {
		val created = (1..5L).map { cups ->
			async { orders.create(KaspiOrderRequest.builder().amount(cups * 100).build()).awaitSingle() }
		}.awaitAll()
		assertThat(created.map { it.orderId }).doesNotHaveDuplicates()
		assertThat(created.map { it.amount.toLong() }).containsExactly(100, 200, 300, 400, 500)
		assertThat(Blocking.calls).isEmpty()
	}

	@Test
	fun `an event loop that is blocked is noticed`() {
		assertThat(send("GET", "/asleep")).isEqualTo("awake")
		assertThat(Blocking.calls).singleElement().asString().contains("Thread.sleep on webflux-http", "Sleeper")
	}

}
