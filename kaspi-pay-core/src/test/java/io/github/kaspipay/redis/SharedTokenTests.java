/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.redis.TokenCluster.Instance;
import io.github.kaspipay.testsupport.RedisProcess;
import io.github.kaspipay.token.KaspiAccessToken;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/**
 * The token that instances share, with a Redis in good health.
 */
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class SharedTokenTests {

	private static final String UNREADABLE = "The access token in Redis cannot be read";

	private static RedisProcess server;

	private static LettuceConnectionFactory connections;

	private static StringRedisTemplate redis;

	private TokenCluster cluster;

	@BeforeAll
	static void start() {
		server = new RedisProcess();
		connections = RedisConnections.to(server);
		redis = new StringRedisTemplate(connections);
	}

	@AfterAll
	static void stop() {
		connections.destroy();
		server.close();
	}

	@BeforeEach
	void createCluster() {
		RedisConnections.flush(redis);
		this.cluster = TokenCluster.create(server);
	}

	@AfterEach
	void closeCluster() {
		this.cluster.close();
	}

	@Test
	void oneCallServesAllCallersOfAllInstancesWhateverTheirClocksSay() {
		assertThat(this.cluster.useByAll(20)).containsExactly("token-1");
		assertThat(this.cluster.calls()).isEqualTo(1);
	}

	@Test
	void everyInstanceKnowsTheEndByItsOwnClock() {
		for (int i = 0; i < 3; i++) {
			Instance instance = this.cluster.instance(i);
			Duration left = Duration.between(instance.clock.instant(), instance.provider.getToken().expiresAt());
			assertThat(left).isBetween(TokenCluster.LIFETIME.minusSeconds(60), TokenCluster.LIFETIME);
		}
		assertThat(this.cluster.calls()).isEqualTo(1);
	}

	@Test
	void tokenLeavesRedisFiveMinutesBeforeItsEnd() {
		this.cluster.instance(0).provider.getToken();
		assertThat(redis.getExpire(key(), TimeUnit.MILLISECONDS)).isBetween(Duration.ofMinutes(54).toMillis(),
				Duration.ofMinutes(55).toMillis());
		assertThat(redis.hasKey(key() + ":lock")).isFalse();
	}

	@Test
	void instanceThatFindsATokenInTheMiddleOfItsLifeLearnsWhatIsLeftOfIt() {
		this.cluster.instance(0).provider.getToken();
		redis.expire(key(), Duration.ofMinutes(10));
		Instance late = this.cluster.instance(2);
		assertThat(Duration.between(late.clock.instant(), late.provider.getToken().expiresAt()))
			.isBetween(Duration.ofMinutes(14), Duration.ofMinutes(15));
	}

	@Test
	void instanceWhoseClockHasJumpedTakesTheSharedTokenAgain() {
		this.cluster.useByAll(1);
		Instance jumped = this.cluster.instance(2);
		jumped.clock.advance(Duration.ofHours(2));
		assertThat(jumped.use()).isEqualTo("token-1");
		assertThat(this.cluster.calls()).isEqualTo(1);
	}

	@Test
	void oneInstanceReplacesItAheadAndTheOthersFindTheNewOne() {
		this.cluster.useByAll(1);
		this.cluster.advance(Duration.ofMinutes(56));
		this.cluster.useByAll(20);
		assertThat(this.cluster.useByAll(20)).containsExactly("token-2");
		assertThat(this.cluster.calls()).isEqualTo(2);
	}

	@Test
	void refusedTokenIsReplacedOnceForAllInstances() {
		this.cluster.useByAll(1);
		this.cluster.refuseAll();
		assertThat(this.cluster.useByAll(20)).containsExactly("token-2");
		assertThat(this.cluster.calls()).isEqualTo(2);
	}

	@Test
	void refusedTokenLeavesRedis() {
		KaspiAccessToken token = this.cluster.instance(0).provider.getToken();
		this.cluster.instance(0).provider.invalidate(token);
		assertThat(redis.hasKey(key())).isFalse();
	}

	@Test
	void refusedTokenThatComesBackToRedisIsNotTakenAgain() {
		KaspiAccessToken refused = this.cluster.instance(0).provider.getToken();
		String value = redis.opsForValue().get(key());
		this.cluster.instance(0).provider.invalidate(refused);
		redis.opsForValue().set(key(), value, Duration.ofMinutes(55));
		assertThat(this.cluster.instance(0).provider.getToken().value()).isEqualTo("token-2");
		assertThat(this.cluster.instance(1).provider.getToken().value()).isEqualTo("token-2");
	}

	@Test
	void newerTokenOfAnotherInstanceStaysWhenTheFormerOneIsRefused() {
		KaspiAccessToken former = this.cluster.instance(0).provider.getToken();
		this.cluster.instance(1).provider.getToken();
		this.cluster.instance(1).provider.invalidate(former);
		assertThat(this.cluster.instance(1).provider.getToken().value()).isEqualTo("token-2");
		this.cluster.instance(0).provider.invalidate(former);
		assertThat(this.cluster.instance(0).provider.getToken().value()).isEqualTo("token-2");
		assertThat(this.cluster.calls()).isEqualTo(2);
	}

	@Test
	void tokensOfAnotherClientAreApart() {
		TokenCluster.Settings settings = new TokenCluster.Settings();
		settings.clientId = "client-2";
		try (TokenCluster other = new TokenCluster(server, settings)) {
			this.cluster.instance(0).provider.getToken();
			other.add(Duration.ZERO, null).provider.getToken();
			assertThat(other.calls()).isEqualTo(1);
		}
	}

	@Test
	void failedCallGivesTheLockBack() {
		this.cluster.duringCall(() -> {
			throw new KaspiConnectionException("down", null);
		});
		assertThatExceptionOfType(KaspiConnectionException.class)
			.isThrownBy(() -> this.cluster.instance(0).provider.getToken())
			.withMessage("down");
		assertThat(redis.hasKey(key() + ":lock")).isFalse();
	}

	@Test
	void lockOfAnInstanceThatDiedExpires() {
		redis.opsForValue().set(key() + ":lock", "dead", Duration.ofMillis(500));
		assertThat(this.cluster.useByAll(5)).containsExactly("token-1");
		assertThat(this.cluster.calls()).isEqualTo(1);
	}

	@Test
	void lockThatAnotherInstanceHasTakenIsNotGivenBack() {
		this.cluster.duringCall(() -> redis.opsForValue().set(key() + ":lock", "other"));
		this.cluster.instance(0).provider.getToken();
		assertThat(redis.opsForValue().get(key() + ":lock")).isEqualTo("other");
	}

	@Test
	void endOfATokenHoldsHoweverLateRedisLearnsOfIt() {
		TokenCluster.Settings settings = new TokenCluster.Settings();
		settings.redisTimeout = Duration.ofMillis(500);
		try (TokenCluster hurried = new TokenCluster(server, settings)) {
			hurried.add(Duration.ZERO, null);
			hurried.duringCall(server::pause);
			assertThat(hurried.instance(0).provider.getToken().value()).isEqualTo("token-1");
			server.resume();
			await().atMost(Duration.ofSeconds(30)).until(() -> redis.hasKey(key()));
			assertThat(redis.getExpire(key(), TimeUnit.MILLISECONDS)).isBetween(1L,
					Duration.ofMinutes(55).minus(settings.redisTimeout).toMillis());
		}
	}

	@Test
	void instanceThatWaitedInVainMakesItsOwnCall() {
		TokenCluster.Settings settings = new TokenCluster.Settings();
		settings.maxWait = Duration.ofMillis(300);
		redis.opsForValue().set(key() + ":lock", "busy", Duration.ofHours(1));
		try (TokenCluster impatient = new TokenCluster(server, settings)) {
			impatient.add(Duration.ZERO, null);
			assertThat(impatient.useByAll(10)).containsExactly("token-1");
			assertThat(impatient.calls()).isEqualTo(1);
		}
	}

	@Test
	void callThatTookLongerThanItsLockGivesWayToTheTokenOfTheOtherInstance() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.cluster.duringCall(() -> {
			if (this.cluster.calls() == 1) {
				asked.countDown();
				awaitQuietly(release);
			}
		});
		CompletableFuture<KaspiAccessToken> slow = CompletableFuture
			.supplyAsync(() -> this.cluster.instance(0).provider.getToken());
		assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
		redis.delete(key() + ":lock");
		assertThat(this.cluster.instance(1).provider.getToken().value()).isEqualTo("token-2");
		release.countDown();
		assertThat(slow.get(30, TimeUnit.SECONDS).value()).isEqualTo("token-2");
		assertThat(this.cluster.instance(2).provider.getToken().value()).isEqualTo("token-2");
		assertThat(this.cluster.calls()).isEqualTo(2);
	}

	@Test
	void interruptedCallerStopsWaiting() throws Exception {
		TokenCluster.Settings settings = new TokenCluster.Settings();
		settings.maxWait = Duration.ofHours(1);
		TokenCluster patient = new TokenCluster(server, settings);
		patient.add(Duration.ZERO, null);
		patient.duringCall(() -> {
			throw new KaspiConnectionException("interrupted in the call", null);
		});
		redis.opsForValue().set(key() + ":lock", "busy", Duration.ofMinutes(1));
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Thread caller = new Thread(() -> {
			try {
				patient.instance(0).provider.getToken();
			}
			catch (RuntimeException ex) {
				failure.complete(ex);
			}
		});
		caller.start();
		await().atMost(Duration.ofSeconds(30)).until(() -> caller.getState() == Thread.State.TIMED_WAITING);
		caller.interrupt();
		assertThat(failure.get(30, TimeUnit.SECONDS)).isInstanceOf(KaspiConnectionException.class);
		patient.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "garbage", "300000 ", "x token-9", "300000 to\r\nken", "9999999 token-9" })
	void valueThatCannotBeReadCountsAsMissing(String value, CapturedOutput output) {
		redis.opsForValue().set(key(), value, Duration.ofMinutes(55));
		assertThat(this.cluster.useByAll(5)).containsExactly("token-1");
		assertThat(this.cluster.calls()).isEqualTo(1);
		assertThat(output.getOut()).contains(UNREADABLE).doesNotContain("token-9");
	}

	@Test
	void tokenWithoutAnEndIsNotBelieved() {
		redis.opsForValue().set(key(), "300000 token-9");
		assertThat(this.cluster.instance(0).provider.getToken().value()).isEqualTo("token-1");
		assertThat(redis.getExpire(key())).isPositive();
	}

	@Test
	void whatCannotBeReadIsWarnedOfOnce(CapturedOutput output) {
		redis.opsForValue().set(key(), "garbage", Duration.ofMinutes(55));
		KaspiAccessToken own = new KaspiAccessToken("token-8", this.cluster.instance(0).clock.instant());
		RedisKaspiTokenStore store = new RedisKaspiTokenStore(this.cluster.instance(0).link, settings(), null,
				this.cluster.instance(0).clock);
		for (int i = 0; i < 3; i++) {
			store.remove(own);
		}
		assertThat(output.getOut().split(UNREADABLE, -1)).hasSize(2);
		assertThat(redis.opsForValue().get(key())).isEqualTo("garbage");
	}

	@Test
	void encryptedTokenIsSharedAndNotSeenInRedis() {
		try (TokenCluster encrypted = encrypted(encryption(1), encryption(1))) {
			assertThat(encrypted.useByAll(10)).containsExactly("token-1");
			assertThat(encrypted.calls()).isEqualTo(1);
			assertThat(redis.opsForValue().get(key())).doesNotContain("token-1");
		}
	}

	@Test
	void keyIsChangedWithoutLosingTheToken() {
		try (TokenCluster former = encrypted(encryption(1));
				TokenCluster next = encrypted(encryption(2, 1), encryption(1, 2))) {
			former.useByAll(1);
			assertThat(next.useByAll(1)).containsExactly("token-1");
			assertThat(next.calls()).isZero();
		}
	}

	@Test
	void tokenUnderAnUnknownKeyCountsAsMissing(CapturedOutput output) {
		try (TokenCluster former = encrypted(encryption(1)); TokenCluster next = encrypted(encryption(2))) {
			former.useByAll(1);
			assertThat(next.useByAll(5)).containsExactly("token-1");
			assertThat(next.calls()).isEqualTo(1);
			assertThat(output.getOut()).contains(UNREADABLE);
		}
	}

	@Test
	void unencryptedTokenCountsAsMissingWhereEncryptionIsOn() {
		this.cluster.instance(0).provider.getToken();
		try (TokenCluster encrypted = encrypted(encryption(1))) {
			encrypted.useByAll(1);
			assertThat(encrypted.calls()).isEqualTo(1);
		}
	}

	@Test
	void whatWasChangedCannotBeDecrypted() {
		String value = encryption(1).encrypt("300000 token-1", "here");
		assertThat(encryption(1).decrypt(value, "here")).isEqualTo("300000 token-1");
		assertThat(encryption(1).decrypt(value, "there")).isNull();
		for (int i = 0; i < value.length(); i++) {
			char other = (value.charAt(i) == 'A') ? 'B' : 'A';
			String changed = value.substring(0, i) + other + value.substring(i + 1);
			assertThat(encryption(1).decrypt(changed, "here")).isNull();
			assertThat(encryption(1).decrypt(value.substring(0, i), "here")).isNull();
		}
	}

	@Test
	void sameTextIsNeverEncryptedAlike() {
		assertThat(encryption(1).encrypt("text", "here")).isNotEqualTo(encryption(1).encrypt("text", "here"));
	}

	@Test
	void keyOfAnotherLengthIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new TokenEncryption(new byte[16], List.of()))
			.withMessage("A key has 32 bytes, not 16");
	}

	private static TokenCluster encrypted(TokenEncryption... encryptions) {
		TokenCluster cluster = new TokenCluster(server, new TokenCluster.Settings());
		for (TokenEncryption encryption : encryptions) {
			cluster.add(Duration.ZERO, encryption);
		}
		return cluster;
	}

	private static TokenEncryption encryption(int current, int... others) {
		return new TokenEncryption(encryptionKey(current),
				Arrays.stream(others).mapToObj(SharedTokenTests::encryptionKey).toList());
	}

	private static byte[] encryptionKey(int number) {
		return String.format(Locale.ROOT, "key-%028d", number).getBytes(StandardCharsets.US_ASCII);
	}

	private String key() {
		return this.cluster.instance(0).tokenKey;
	}

	private static RedisTokenSettings settings() {
		return new RedisTokenSettings(URI.create("https://api.example"), "client-1", "payment.orders",
				Duration.ofMinutes(5), Duration.ofSeconds(20), Duration.ofSeconds(20));
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
