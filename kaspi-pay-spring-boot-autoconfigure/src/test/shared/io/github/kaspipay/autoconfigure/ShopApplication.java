/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.kaspipay.event.KaspiOrderEvent;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/**
 * An application with a plain listener, started as users start theirs.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
public class ShopApplication {

	/**
	 * As if Spring Security were not there, as Spring Boot 4 and 3.5 name it.
	 */
	public static final String WITHOUT_SECURITY = "spring.autoconfigure.exclude="
			+ "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
			+ "org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration,"
			+ "org.springframework.boot.autoconfigure.security.servlet.SecurityFilterAutoConfiguration,"
			+ "org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration,"
			+ "org.springframework.boot.autoconfigure.security.reactive.ReactiveSecurityAutoConfiguration,"
			+ "org.springframework.boot.autoconfigure.security.reactive.ReactiveUserDetailsServiceAutoConfiguration,"
			+ "org.springframework.boot.actuate.autoconfigure.security.servlet.ManagementWebSecurityAutoConfiguration,"
			+ "org.springframework.boot.actuate.autoconfigure.security.reactive.ReactiveManagementWebSecurityAutoConfiguration";

	/**
	 * What takes seconds to start, where there is a database.
	 */
	public static final String JPA = "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration,"
			+ "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration";

	public static final String WITHOUT_SECURITY_AND_JPA = WITHOUT_SECURITY + "," + JPA;

	@Bean
	Listener listener() {
		return new Listener();
	}

	public static ConfigurableApplicationContext start(KaspiApiStub api, List<Class<?>> more, String... properties) {
		return start(WebApplicationType.SERVLET, api, more, properties);
	}

	public static ConfigurableApplicationContext start(WebApplicationType type, KaspiApiStub api, List<Class<?>> more,
			String... properties) {
		List<Class<?>> sources = new ArrayList<>(more);
		sources.add(ShopApplication.class);
		List<String> all = new ArrayList<>(List.of(api.properties()));
		all.addAll(List.of("server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
				"kaspi.pay.callback-url=https://shop.example/webhook/kaspi"));
		all.addAll(List.of(properties));
		return new SpringApplicationBuilder(sources.toArray(new Class<?>[0])).web(type)
			.run(all.stream().map((property) -> "--" + property).toArray(String[]::new));
	}

	public static class Listener {

		private final List<KaspiOrderEvent> events = new CopyOnWriteArrayList<>();

		private final Map<String, Integer> failures = new ConcurrentHashMap<>();

		private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

		@EventListener
		void on(KaspiOrderEvent event) {
			int attempt = this.attempts.merge(event.orderId(), 1, Integer::sum);
			if (attempt <= this.failures.getOrDefault(event.orderId(), 0)) {
				throw new IllegalStateException("The listener fails");
			}
			this.events.add(event);
		}

		public void failNext(String orderId, int times) {
			this.failures.put(orderId, times);
		}

		public int attempts(String orderId) {
			return this.attempts.getOrDefault(orderId, 0);
		}

		public List<KaspiOrderEvent> of(String orderId) {
			return this.events.stream().filter((event) -> event.orderId().equals(orderId)).toList();
		}

		public List<KaspiOrderEvent> all() {
			return List.copyOf(this.events);
		}

	}

}
