/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.web;

import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

import com.sun.management.ThreadMXBean;
import io.github.kaspipay.ledger.KaspiOrderLedger;
import io.github.kaspipay.order.KaspiOrder;
import io.github.kaspipay.order.KaspiOrderStatus;

import org.springframework.beans.factory.ObjectProvider;
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
 * A web application with the starter, its ledger in memory unless there is a database,
 * and an endpoint that does nothing.
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

		private static final int POOL = 10;

		private final KaspiOrderLedger ledger;

		private final ObjectProvider<DataSource> dataSource;

		Endpoints(KaspiOrderLedger ledger, ObjectProvider<DataSource> dataSource) {
			this.ledger = ledger;
			this.dataSource = dataSource;
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
		 * Takes all connections of the pool, as an application does whose queries hang.
		 */
		@PostMapping("/take-connections")
		void takeConnections(@RequestParam Duration time) {
			for (int i = 0; i < POOL; i++) {
				new Thread(() -> take(time)).start();
			}
		}

		private void take(Duration time) {
			try (java.sql.Connection connection = this.dataSource.getObject().getConnection()) {
				LockSupport.parkNanos(connection.isClosed() ? 0 : time.toNanos());
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@GetMapping("/heap")
		long heap() {
			return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
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
