/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.redis;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.Runners;
import io.github.kaspipay.autoconfigure.merchant.MerchantSettings;
import io.github.kaspipay.redis.RedisLink;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is shared for several merchants.
 */
class RedisPartsTests {

	private final AtomicInteger asked = new AtomicInteger();

	/**
	 * Its answers have another shape than those of Redis.
	 */
	private final RedisLink link = Mockito.mock(RedisLink.class, (call) -> {
		this.asked.incrementAndGet();
		return List.of();
	});

	@Test
	void windowThatCannotBeReportedKeepsNoOtherFromIt() {
		Runners.plain().run((context) -> {
			MerchantSettings merchant = MerchantSettings.ofDefault(context.getBean(KaspiPayProperties.class),
					context.getBean(KaspiPayConnectionDetails.class));
			RedisParts parts = new RedisParts(() -> this.link, Clock.systemUTC());
			for (int i = 0; i < 3; i++) {
				parts.callWindow(merchant);
			}
			assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(parts::report)
				.satisfies((failure) -> assertThat(failure.getSuppressed()).hasSize(2));
			assertThat(this.asked).hasValue(3);
		});
	}

}
