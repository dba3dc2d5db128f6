/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.kaspipay.qrapi.QrDeviceStore;
import io.github.kaspipay.qrapi.QrDeviceStoreContract;
import io.github.kaspipay.testsupport.RedisProcess;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tokens of devices in Redis.
 */
@Timeout(120)
class RedisQrDeviceStoreTests implements QrDeviceStoreContract {

	private static final Duration PATIENT = Duration.ofSeconds(30);

	private static final List<RedisLink> links = new ArrayList<>();

	private static RedisProcess server;

	private static LettuceConnectionFactory connections;

	@BeforeAll
	static void start() {
		server = new RedisProcess();
		connections = RedisConnections.to(server);
	}

	@AfterAll
	static void stop() {
		links.forEach(RedisLink::close);
		connections.destroy();
		server.close();
	}

	@Override
	public QrDeviceStore instance() {
		RedisLink link = new RedisLink(connections, PATIENT, PATIENT, Duration.ofMillis(50));
		links.add(link);
		return new RedisQrDeviceStore(link);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void deviceIsUsedWhereRedisIsAwayAndTheTokenIsNotLogged(CapturedOutput output) {
		try (RedisProcess ending = new RedisProcess()) {
			LettuceConnectionFactory factory = RedisConnections.to(ending);
			RedisLink link = new RedisLink(factory);
			links.add(link);
			RedisQrDeviceStore store = new RedisQrDeviceStore(link);
			assertThat(store.obtain(QrDeviceStoreContract.newDevice(), null, () -> {
				ending.kill();
				return "s3cret-1";
			})).isEqualTo("s3cret-1");
			long start = System.nanoTime();
			assertThat(store.obtain(QrDeviceStoreContract.newDevice(), "s3cret-1", () -> "s3cret-2"))
				.isEqualTo("s3cret-2");
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
			factory.destroy();
		}
		assertThat(output).contains("Redis does not answer").doesNotContain("s3cret");
	}

}
