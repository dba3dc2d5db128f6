/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.kaspipay.testsupport.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The token that instances share, while their Redis is killed, stopped or emptied. Every
 * caller has to get a token that Kaspi Pay takes, at the cost of one call for each
 * instance at the most, and after that all of it is as before.
 */
@Timeout(60)
class SharedTokenFaultTests {

	private static final int CALLERS = 8;

	private static RedisProcess redis;

	@BeforeAll
	static void start() {
		redis = new RedisProcess();
	}

	@AfterAll
	static void stop() {
		redis.close();
	}

	static List<Arguments> faultsAtEachStep() {
		List<Arguments> all = new ArrayList<>();
		for (Fault fault : Fault.values()) {
			for (Step step : Step.values()) {
				all.add(Arguments.of(fault, step));
			}
		}
		return all;
	}

	@ParameterizedTest
	@MethodSource("faultsAtEachStep")
	void everyCallerHasAToken(Fault fault, Step step) {
		TokenCluster.Settings settings = new TokenCluster.Settings();
		settings.redisTimeout = Duration.ofMillis(250);
		settings.lockTimeout = Duration.ofMillis(500);
		settings.maxWait = Duration.ofSeconds(1);
		try (TokenCluster cluster = new TokenCluster(redis, settings)) {
			cluster.add(Duration.ofMinutes(-5), null);
			cluster.add(Duration.ZERO, null);
			cluster.add(Duration.ofMinutes(5), null);
			step.prepare(cluster, () -> fault.strike(redis));
			int before = cluster.calls();

			long started = System.nanoTime();
			assertThat(cluster.useByAll(CALLERS)).isNotEmpty();
			assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
			assertThat(cluster.calls() - before).isLessThanOrEqualTo(3);

			fault.mend(redis);
			awaitSharing(cluster);
		}
		finally {
			redis.restart();
		}
	}

	private static void awaitSharing(TokenCluster cluster) {
		await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(50)).untilAsserted(() -> {
			cluster.refuseAll();
			int before = cluster.calls();
			assertThat(cluster.useByAll(CALLERS)).hasSize(1);
			assertThat(cluster.calls() - before).isEqualTo(1);
		});
	}

	enum Fault {

		KILLED {

			@Override
			void strike(RedisProcess redis) {
				redis.kill();
			}

			@Override
			void mend(RedisProcess redis) {
				redis.restart();
			}

		},

		STOPPED {

			@Override
			void strike(RedisProcess redis) {
				redis.pause();
			}

			@Override
			void mend(RedisProcess redis) {
				redis.resume();
			}

		},

		EMPTIED {

			@Override
			void strike(RedisProcess redis) {
				LettuceConnectionFactory connections = RedisConnections.to(redis);
				RedisConnections.flush(new StringRedisTemplate(connections));
				connections.destroy();
			}

			@Override
			void mend(RedisProcess redis) {
			}

		};

		abstract void strike(RedisProcess redis);

		abstract void mend(RedisProcess redis);

	}

	enum Step {

		BEFORE_THE_FIRST_TOKEN {

			@Override
			void prepare(TokenCluster cluster, Runnable fault) {
				fault.run();
			}

		},

		WHILE_THE_LOCK_IS_HELD {

			@Override
			void prepare(TokenCluster cluster, Runnable fault) {
				duringNextCall(cluster, fault);
			}

		},

		WHEN_ONE_INSTANCE_HAS_THE_TOKEN {

			@Override
			void prepare(TokenCluster cluster, Runnable fault) {
				cluster.instance(0).provider.getToken();
				fault.run();
			}

		},

		DURING_REPLACEMENT_AHEAD {

			@Override
			void prepare(TokenCluster cluster, Runnable fault) {
				cluster.useByAll(1);
				cluster.advance(Duration.ofMinutes(56));
				duringNextCall(cluster, fault);
			}

		},

		AFTER_A_REFUSAL {

			@Override
			void prepare(TokenCluster cluster, Runnable fault) {
				cluster.useByAll(1);
				cluster.refuseAll();
				fault.run();
			}

		};

		abstract void prepare(TokenCluster cluster, Runnable fault);

		private static void duringNextCall(TokenCluster cluster, Runnable fault) {
			AtomicBoolean struck = new AtomicBoolean();
			cluster.duringCall(() -> {
				if (struck.compareAndSet(false, true)) {
					fault.run();
				}
			});
		}

	}

}
