/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.kotlin

import org.springframework.beans.factory.config.BeanPostProcessor
import org.springframework.boot.test.context.TestConfiguration
import org.springframework.context.annotation.Bean
import org.springframework.jdbc.datasource.DelegatingDataSource
import org.springframework.web.bind.annotation.GetMapping
import org.springframework.web.bind.annotation.RestController
import reactor.blockhound.BlockHound
import reactor.blockhound.BlockingMethod
import java.sql.Connection
import java.util.concurrent.ConcurrentLinkedQueue
import javax.sql.DataSource

/**
 * What blocked an event loop, with the thread's name and where it was. Random numbers and what is loaded once do not
 * count.
 */
object Blocking {

	val calls = ConcurrentLinkedQueue<String>()

	init {
		BlockHound.builder()
			.loadIntegrations()
			.allowBlockingCallsInside("java.util.UUID", "randomUUID")
			.allowBlockingCallsInside("java.util.ServiceLoader\$LazyClassPathLookupIterator", "hasNext")
			.blockingMethodCallback(::note)
			.install()
	}

	private fun note(method: BlockingMethod) {
		calls += "$method on ${Thread.currentThread().name}\n" + Throwable().stackTrace.joinToString("\n")
	}

	/** A database that always takes its time, as one that is far away. */
	@TestConfiguration(proxyBeanMethods = false)
	class Configuration {

		companion object {

			@Bean
			@JvmStatic
			fun slowDatabase() = object : BeanPostProcessor {

				override fun postProcessAfterInitialization(bean: Any, name: String): Any =
					if (bean is DataSource) SlowDataSource(bean) else bean

			}

		}

	}

	private class SlowDataSource(target: DataSource) : DelegatingDataSource(target) {

		override fun getConnection(): Connection {
			Thread.sleep(1)
			return super.getConnection()
		}

	}

	/** A handler that blocks. */
	@RestController
	class Sleeper {

		@GetMapping("/asleep")
		fun sleep(): String {
			Thread.sleep(1)
			return "awake"
		}

	}

}
