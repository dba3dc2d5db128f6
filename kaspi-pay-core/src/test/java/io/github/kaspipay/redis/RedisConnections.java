/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.time.Duration;

import io.github.kaspipay.testsupport.RedisProcess;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.resource.ClientResources;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * How an application connects to Redis, with the time-outs it has by default.
 */
final class RedisConnections {

	/**
	 * Starting its threads takes longer than most tests.
	 */
	private static final ClientResources resources = ClientResources.create();

	private RedisConnections() {
	}

	static LettuceConnectionFactory to(RedisProcess redis) {
		return to(new RedisStandaloneConfiguration("127.0.0.1", redis.port()));
	}

	static LettuceConnectionFactory to(RedisConfiguration redis) {
		LettuceClientConfiguration configuration = LettuceClientConfiguration.builder()
			.clientOptions(ClientOptions.builder()
				.socketOptions(SocketOptions.builder().connectTimeout(Duration.ofSeconds(10)).build())
				.build())
			.clientResources(resources)
			.shutdownTimeout(Duration.ZERO)
			.build();
		LettuceConnectionFactory connections = new LettuceConnectionFactory(redis, configuration);
		connections.afterPropertiesSet();
		connections.start();
		return connections;
	}

	static void flush(StringRedisTemplate redis) {
		redis.execute((RedisCallback<Void>) (connection) -> {
			connection.serverCommands().flushAll();
			return null;
		});
	}

}
