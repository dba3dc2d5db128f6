/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import io.github.kaspipay.ratelimit.CallLimit;
import io.github.kaspipay.ratelimit.CallPriority;
import io.github.kaspipay.redis.RedisCallWindow.Timing;
import io.github.kaspipay.testsupport.RedisProcess;
import io.github.kaspipay.token.KaspiAccessToken;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The token and the budget in a cluster, and in a server that sentinels know.
 */
@Timeout(60)
class RedisTopologyTests {

	@TempDir
	private Path directory;

	@Test
	void tokenAndBudgetAreSharedInACluster() {
		try (RedisProcess node = new RedisProcess("--cluster-enabled", "yes", "--dir", this.directory.toString())) {
			takeAllSlots(node);
			assertShares(RedisConnections.to(new RedisClusterConfiguration(List.of("127.0.0.1:" + node.port()))));
		}
	}

	@Test
	void tokenAndBudgetAreSharedThroughSentinels() throws IOException {
		try (RedisProcess server = new RedisProcess()) {
			Path configuration = this.directory.resolve("sentinel.conf");
			Files.writeString(configuration, "sentinel monitor kaspi 127.0.0.1 " + server.port() + " 1\n");
			try (RedisProcess sentinel = new RedisProcess(configuration.toString(), "--sentinel")) {
				assertShares(RedisConnections
					.to(new RedisSentinelConfiguration().master("kaspi").sentinel("127.0.0.1", sentinel.port())));
			}
		}
	}

	private static void takeAllSlots(RedisProcess node) {
		try (RedisClient client = RedisClient.create(RedisURI.create("127.0.0.1", node.port()));
				StatefulRedisConnection<String, String> connection = client.connect()) {
			connection.sync().clusterAddSlots(IntStream.range(0, 16384).toArray());
			await().atMost(Duration.ofSeconds(30))
				.until(() -> connection.sync().clusterInfo().contains("cluster_state:ok"));
		}
	}

	private static void assertShares(LettuceConnectionFactory connections) {
		try (RedisLink link = new RedisLink(connections, Duration.ofSeconds(20), Duration.ofSeconds(20),
				Duration.ofSeconds(1))) {
			RedisKaspiTokenStore store = new RedisKaspiTokenStore(link,
					new RedisTokenSettings(URI.create("https://api.example"), "client-1", "payment.orders",
							Duration.ofMinutes(5), Duration.ofSeconds(20), Duration.ofSeconds(20)),
					null, Clock.systemUTC());
			KaspiAccessToken token = store.obtain(null,
					() -> new KaspiAccessToken("token-1", Instant.now().plusSeconds(3600)));
			assertThat(store.obtain(null, () -> {
				throw new AssertionError("The token is not shared");
			}).value()).isEqualTo("token-1");
			store.remove(token);
			assertThat(
					store.obtain(token, () -> new KaspiAccessToken("token-2", Instant.now().plusSeconds(3600))).value())
				.isEqualTo("token-2");
			assertThat(store.describe()).isEqualTo("in Redis");
			assertSharesBudget(link);
		}
		finally {
			connections.destroy();
		}
	}

	private static void assertSharesBudget(RedisLink link) {
		CallLimit limit = new CallLimit(1, 0, Duration.ofMinutes(1));
		RedisCallSettings settings = new RedisCallSettings(URI.create("https://api.example"), "client-1", limit, limit);
		RedisCallWindow one = window(link, settings);
		await().atMost(Duration.ofSeconds(30)).until(() -> one.tryAcquire(CallPriority.USER).isAcquired());
		assertThat(window(link, settings).tryAcquire(CallPriority.USER).retryAfter())
			.isGreaterThan(Duration.ofSeconds(30));
		assertThat(one.describe()).isEqualTo("in Redis");
	}

	private static RedisCallWindow window(RedisLink link, RedisCallSettings settings) {
		return new RedisCallWindow(link, new CallScript(settings.key()), settings,
				new Timing(Duration.ofMillis(100), Duration.ofSeconds(10)), System::nanoTime);
	}

}
