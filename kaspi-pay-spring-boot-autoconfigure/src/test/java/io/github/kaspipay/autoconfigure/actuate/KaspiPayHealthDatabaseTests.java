/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.actuate;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import javax.sql.DataSource;

import io.github.kaspipay.autoconfigure.DatabaseRunners;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * What the application's health says of a ledger in a database.
 */
@Tag("database")
class KaspiPayHealthDatabaseTests {

	private final Switch database = new Switch();

	private ApplicationContextRunner runner() {
		return DatabaseRunners.none()
			.withConfiguration(AutoConfigurations.of(KaspiPayHealthAutoConfiguration.class))
			.withBean(DataSource.class, () -> this.database)
			.withPropertyValues("kaspi.pay.ledger.initialize-schema=always");
	}

	@Test
	void tellsAfterARestartWhatWasSoBefore() {
		runner().run((context) -> DatabaseRunners.pay(context, "found"));
		runner()
			.run((context) -> assertThat(health(context.getBean(HealthIndicator.class)).getDetails().get("webhooks"))
				.asString()
				.startsWith("silent: payments are found by status queries (1) while none came by webhook so far"));
	}

	@Test
	@Timeout(60)
	void isDownSoonIfTheDatabaseHangs() {
		runner().run((context) -> {
			HealthIndicator indicator = context.getBean(HealthIndicator.class);
			assertThat(health(indicator).getStatus()).isEqualTo(Status.UP);
			CountDownLatch hang = new CountDownLatch(1);
			this.database.hang = hang;
			try {
				await().atMost(Duration.ofSeconds(10)).until(() -> health(indicator).getStatus().equals(Status.DOWN));
				long started = System.nanoTime();
				assertThat(health(indicator).getStatus()).isEqualTo(Status.DOWN);
				assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
			}
			finally {
				this.database.hang = null;
				hang.countDown();
			}
		});
	}

	private static Health health(HealthIndicator indicator) {
		return indicator.health();
	}

	private static final class Switch extends DelegatingDataSource {

		private volatile CountDownLatch hang;

		private Switch() {
			super(new DriverManagerDataSource("jdbc:h2:mem:health;DB_CLOSE_DELAY=-1"));
		}

		@Override
		public Connection getConnection() throws SQLException {
			CountDownLatch hang = this.hang;
			try {
				if (hang != null) {
					hang.await();
				}
			}
			catch (InterruptedException ex) {
				throw new SQLException(ex);
			}
			return super.getConnection();
		}

	}

}
