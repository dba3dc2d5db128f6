/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.redis;

import io.github.kaspipay.autoconfigure.InstanceClock;
import io.github.kaspipay.autoconfigure.KaspiPayAutoConfiguration;
import io.github.kaspipay.autoconfigure.KaspiPayConnectionDetails;
import io.github.kaspipay.autoconfigure.KaspiPayProperties;
import io.github.kaspipay.autoconfigure.KaspiPayRedis;
import io.github.kaspipay.autoconfigure.ProxyTargetClass;
import io.github.kaspipay.autoconfigure.client.KaspiPayClientAutoConfiguration;
import io.github.kaspipay.autoconfigure.client.KaspiPayRateLimitAutoConfiguration;
import io.github.kaspipay.autoconfigure.condition.AnyCandidate;
import io.github.kaspipay.autoconfigure.condition.ConditionalOnKaspiApi;
import io.github.kaspipay.autoconfigure.ledger.KaspiPayJdbcLedgerAutoConfiguration;
import io.github.kaspipay.autoconfigure.merchant.MerchantParts;
import io.github.kaspipay.autoconfigure.merchant.MerchantSettings;
import io.github.kaspipay.autoconfigure.merchant.SharedParts;
import io.github.kaspipay.autoconfigure.qr.KaspiPayQrAutoConfiguration;
import io.github.kaspipay.lifecycle.KaspiPayWorkers;
import io.github.kaspipay.ratelimit.CallWindow;
import io.github.kaspipay.redis.RedisCallWindow;
import io.github.kaspipay.redis.RedisKaspiTokenStore;
import io.github.kaspipay.jdbc.LedgerDatabase;
import io.github.kaspipay.qrapi.QrDeviceStore;
import io.github.kaspipay.redis.RedisLink;
import io.github.kaspipay.redis.RedisQrDeviceStore;
import io.github.kaspipay.token.KaspiTokenStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * {@link org.springframework.boot.autoconfigure.EnableAutoConfiguration
 * Auto-configuration} for what all instances share through the application's Redis.
 */
@AutoConfiguration(after = { KaspiPayAutoConfiguration.class, KaspiPayJdbcLedgerAutoConfiguration.class },
		before = { KaspiPayRateLimitAutoConfiguration.class, KaspiPayClientAutoConfiguration.class,
				KaspiPayQrAutoConfiguration.class },
		afterName = { "org.springframework.boot.autoconfigure.data.redis.RedisAutoConfiguration",
				"org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration" })
@ConditionalOnBooleanProperty(name = "kaspi.pay.enabled", matchIfMissing = true)
@ConditionalOnClass(RedisConnectionFactory.class)
@ConditionalOnKaspiApi(value = { KaspiPayProperties.Api.ORDERS, KaspiPayProperties.Api.QR }, ofAnyMerchant = true)
@Conditional(KaspiPayRedisAutoConfiguration.AnyRedis.class)
public class KaspiPayRedisAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(KaspiPayRedisAutoConfiguration.class);

	/**
	 * There is none where the factory to use is not clear, or its driver is not Lettuce,
	 * of which only the factory itself can tell.
	 */
	@Bean("kaspi.pay.redisLink")
	@Lazy
	@ConditionalOnMissingBean
	@Nullable RedisLink kaspiRedisLink(ListableBeanFactory beans, @KaspiPayRedis ObjectProvider<RedisConnectionFactory> qualified,
			ObjectProvider<RedisConnectionFactory> candidates) {
		boolean isQualified = qualified.stream().findAny().isPresent();
		RedisConnectionFactory connections = (isQualified ? qualified : candidates).getIfUnique();
		if (connections == null) {
			logger.warn(
					"Kaspi Pay shares nothing through Redis: the application has several {}: {}. Mark one of them "
							+ "with @Primary, or the one for Kaspi Pay with @KaspiPayRedis",
					isQualified ? "RedisConnectionFactory beans with @KaspiPayRedis" : "RedisConnectionFactory beans",
					String.join(", ", beans.getBeanNamesForType(RedisConnectionFactory.class)));
			return null;
		}
		Object target = AopProxyUtils.getSingletonTarget(connections);
		if (((target != null) ? target : connections) instanceof LettuceConnectionFactory lettuce) {
			return new RedisLink(lettuce);
		}
		logger.warn("Kaspi Pay shares nothing through Redis: its driver has to be Lettuce, and the application's "
				+ "RedisConnectionFactory is a {}", connections.getClass().getName());
		return null;
	}

	@Bean("kaspi.pay.redisParts")
	RedisParts kaspiRedisParts(ObjectProvider<RedisLink> links, InstanceClock clock) {
		return new RedisParts(links::getIfAvailable, clock.value());
	}

	@Configuration(proxyBeanMethods = false)
	@Conditional(NotInMemory.class)
	@ConditionalOnKaspiApi(KaspiPayProperties.Api.ORDERS)
	@ConditionalOnMissingBean(KaspiTokenStore.class)
	static class SharedToken {

		@Bean("kaspi.pay.tokenStore")
		@Nullable RedisKaspiTokenStore kaspiTokenStore(KaspiPayProperties properties, KaspiPayConnectionDetails details,
				ObjectProvider<RedisLink> links, InstanceClock clock) {
			RedisLink link = links.getIfAvailable();
			if (link == null) {
				return null;
			}
			return RedisParts.tokenStore(MerchantSettings.ofDefault(properties, details), link, clock.value());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Conditional({ NotInMemory.class, NotInDatabase.class })
	@ConditionalOnKaspiApi(value = KaspiPayProperties.Api.QR, ofAnyMerchant = true)
	@ConditionalOnMissingBean(QrDeviceStore.class)
	static class SharedDevice {

		@Bean("kaspi.pay.deviceStore")
		@Nullable RedisQrDeviceStore kaspiDeviceStore(ObjectProvider<RedisLink> links) {
			RedisLink link = links.getIfAvailable();
			return (link != null) ? new RedisQrDeviceStore(link) : null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Conditional({ NotLocal.class, Limited.class })
	@ConditionalOnKaspiApi({ KaspiPayProperties.Api.ORDERS, KaspiPayProperties.Api.QR })
	@ConditionalOnMissingBean(CallWindow.class)
	static class SharedBudget {

		@Bean("kaspi.pay.callWindow")
		@ProxyTargetClass
		CallWindow kaspiCallWindow(KaspiPayProperties properties, KaspiPayConnectionDetails details,
				ObjectProvider<RedisLink> links) {
			MerchantSettings merchant = MerchantSettings.ofDefault(properties, details);
			RedisLink link = merchant.isAbsent() ? null : links.getIfAvailable();
			return (link != null) ? RedisParts.callWindow(merchant, link) : MerchantParts.localWindow(merchant);
		}

		/**
		 * A bean of its own, so that it is there with lazy initialization too.
		 */
		@Bean("kaspi.pay.callWindowStarter")
		SmartInitializingSingleton kaspiCallWindowStarter(CallWindow window, KaspiPayWorkers workers) {
			return () -> {
				if (window instanceof RedisCallWindow shared) {
					workers.every(SharedParts.REPORT, shared::report);
				}
			};
		}

	}

	static class AnyRedis extends AnyCandidate {

		AnyRedis() {
			super(RedisConnectionFactory.class, KaspiPayRedis.class);
		}

	}

	static class NotLocal extends NoneNestedConditions {

		NotLocal() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty(name = "kaspi.pay.rate-limit.store", havingValue = "local")
		static class Local {

		}

	}

	/**
	 * Kaspi names no limit for the QR API: there is one where the application sets it.
	 */
	static class Limited extends AnyNestedCondition {

		Limited() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnKaspiApi(KaspiPayProperties.Api.ORDERS)
		static class ByKaspi {

		}

		@ConditionalOnProperty("kaspi.pay.rate-limit.requests-per-minute")
		static class ByTheApplication {

		}

	}

	static class NotInDatabase extends AnyNestedCondition {

		NotInDatabase() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnMissingBean(LedgerDatabase.class)
		static class NoDatabase {

		}

		@ConditionalOnProperty(name = "kaspi.pay.token.store", havingValue = "redis")
		static class InRedis {

		}

	}

	static class NotInMemory extends NoneNestedConditions {

		NotInMemory() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty(name = "kaspi.pay.token.store", havingValue = "memory")
		static class InMemory {

		}

	}

}
