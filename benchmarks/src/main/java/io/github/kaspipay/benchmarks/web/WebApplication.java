/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.web;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;

import com.sun.management.ThreadMXBean;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * A web application with the starter, its ledger in memory, and an endpoint that does
 * nothing.
 */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(WebApplication.Endpoints.class)
public class WebApplication {

	/**
	 * Starts the application.
	 * @param args its settings
	 */
	public static void main(String[] args) {
		SpringApplication.run(WebApplication.class, args);
	}

	/**
	 * What webhooks are compared with, and what the measurement asks for.
	 */
	@RestController
	static class Endpoints {

		private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

		private final KaspiOrderLedger ledger;

		Endpoints(KaspiOrderLedger ledger) {
			this.ledger = ledger;
		}

		@PostMapping("/empty")
		String empty(@RequestBody byte[] body) {
			return "OK";
		}

		/**
		 * Opens orders, so that they can be paid.
		 */
		@PostMapping("/open")
		void open(@RequestParam int first, @RequestParam int count) {
			for (int i = first; i < first + count; i++) {
				this.ledger.adopt(new KaspiOrder(SignedWebhooks.orderId(i), "order_" + i, KaspiOrderStatus.INIT,
						BigDecimal.valueOf(25000), BigDecimal.ZERO, null, null, null, null, null));
			}
		}

		/**
		 * Says how much the threads have allocated, in bytes.
		 */
		@GetMapping("/allocated")
		long allocated() {
			long sum = 0;
			for (long bytes : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
				sum += Math.max(0, bytes);
			}
			return sum;
		}

	}

}
