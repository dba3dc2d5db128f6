/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.kaspipay.redis.RedisLink.State;
import io.github.kaspipay.testsupport.RedisProcess;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.script.RedisScript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class RedisLinkTests {

	private static final Duration TIMEOUT = Duration.ofMillis(500);

	private static final Duration PAUSE = Duration.ofMillis(200);

	/**
	 * Far more than the link's own time-outs, and far less than the application's.
	 */
	private static final Duration BOUND = Duration.ofSeconds(8);

	private final RedisProcess redis = new RedisProcess();

	private final LettuceConnectionFactory connections = RedisConnections.to(this.redis);

	private final RedisLink link = new RedisLink(this.connections, TIMEOUT.multipliedBy(8), TIMEOUT, PAUSE);

	@AfterEach
	void stop() {
		this.link.close();
		this.connections.destroy();
		this.redis.close();
	}

	@Test
	void sendsAScriptAgainThatRedisHasForgotten() {
		ping();
		try (RedisConnection other = this.connections.getConnection()) {
			other.scriptingCommands().scriptFlush();
		}
		ping();
	}

	@Test
	void runsAScript() {
		assertThat(this.link.state()).isEqualTo(State.UNUSED);
		List<Object> answer = this.link.run(RedisScript.of("return {KEYS[1], ARGV[1], ARGV[2], 42, false}"),
				List.of("key"), "text", new byte[] { 0, -1 });
		assertThat(answer).hasSize(5);
		assertThat(answer.get(0)).isEqualTo("key".getBytes(StandardCharsets.UTF_8));
		assertThat(answer.get(1)).isEqualTo("text".getBytes(StandardCharsets.UTF_8));
		assertThat(answer.get(2)).isEqualTo(new byte[] { 0, -1 });
		assertThat(answer.get(3)).isEqualTo(42L);
		assertThat(answer.get(4)).isNull();
		assertThat(this.link.state()).isEqualTo(State.ANSWERING);
	}

	@Test
	void connectsNothingBeforeItIsUsed() {
		this.redis.kill();
		assertThat(new RedisLink(this.connections).state()).isEqualTo(State.UNUSED);
	}

	@Test
	void killedServerIsWarnedOfOnceAndFoundAgain(CapturedOutput output) {
		ping();
		this.redis.kill();
		for (int i = 0; i < 20; i++) {
			assertUnavailableWithinBound();
		}
		assertThat(this.link.state()).isEqualTo(State.LOST);
		this.redis.restart();
		awaitAnswer();
		assertThat(output.getOut().split("Redis does not answer", -1)).hasSize(2);
		assertThat(output.getOut().split("Redis answers again", -1)).hasSize(2);
	}

	@Test
	void stoppedServerHoldsNobodyLong() throws Exception {
		ping();
		this.redis.pause();
		ExecutorService callers = Executors.newFixedThreadPool(20);
		try {
			List<Callable<Void>> calls = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				calls.add(() -> {
					assertUnavailableWithinBound();
					return null;
				});
			}
			for (Future<Void> call : callers.invokeAll(calls)) {
				call.get(30, TimeUnit.SECONDS);
			}
		}
		finally {
			callers.shutdownNow();
		}
		this.redis.resume();
		awaitAnswer();
	}

	@Test
	void serverThatIsStoppedBeforeTheFirstConnectionHoldsNobodyLong() {
		RedisLink unused = new RedisLink(this.connections, TIMEOUT, TIMEOUT, PAUSE);
		this.redis.pause();
		assertUnavailableWithinBound(unused);
		assertUnavailableWithinBound(unused);
		this.redis.resume();
		awaitAnswer(unused);
		unused.close();
	}

	@Test
	void serverThatIsNotThereYetIsFoundLater() {
		this.redis.kill();
		assertUnavailableWithinBound();
		this.redis.restart();
		awaitAnswer();
	}

	@Test
	void leavesALostServerAloneForAWhile() {
		RedisLink patient = new RedisLink(this.connections, TIMEOUT, TIMEOUT, Duration.ofHours(1));
		this.redis.kill();
		assertThatExceptionOfType(RedisUnavailableException.class)
			.isThrownBy(() -> patient.run(RedisScript.of("return {1}"), List.of()))
			.withMessageStartingWith("Redis does not answer");
		this.redis.restart();
		assertThatExceptionOfType(RedisUnavailableException.class)
			.isThrownBy(() -> patient.run(RedisScript.of("return {1}"), List.of()))
			.withMessage("Redis did not answer a moment ago");
		patient.close();
	}

	@Test
	void scriptThatWasGivenUpWhileDisconnectedIsNotRunLater() {
		ping();
		this.redis.kill();
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(
				() -> this.link.run(RedisScript.of("return {redis.call('SET', KEYS[1], 'x')}"), List.of("late")));
		this.redis.restart();
		awaitAnswer();
		assertThat(this.link.run(RedisScript.of("return {redis.call('EXISTS', KEYS[1])}"), List.of("late")))
			.containsExactly(0L);
	}

	@Test
	void errorsOfRedisCountAsLostAndTheirTextIsNotLogged(CapturedOutput output) {
		assertThatExceptionOfType(RedisUnavailableException.class)
			.isThrownBy(() -> this.link.run(RedisScript.of("return redis.error_reply('NOPERM for ' .. ARGV[1])"),
					List.of(), "s3cret"))
			.withMessage("Redis does not answer: NOPERM");
		assertThat(output.getOut()).contains("(NOPERM)").doesNotContain("s3cret");
	}

	@Test
	void saysWhichErrorAScriptEndedWith(CapturedOutput output) {
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> this.link.run(
				RedisScript.of("return redis.error_reply('@user_script:30: -READONLY no write of ' .. ARGV[1])"),
				List.of(), "s3cret"))
			.withMessage("Redis does not answer: READONLY");
		assertThat(output.getOut()).contains("(READONLY)").doesNotContain("s3cret");
	}

	@Test
	void interruptedCallerStaysInterruptedAndRedisIsNotLost() {
		ping();
		this.redis.pause();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(this::ping);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.link.state()).isEqualTo(State.ANSWERING);
		this.redis.resume();
	}

	@Test
	void theApplicationsFactoryStaysOpen() {
		ping();
		this.link.close();
		assertThat(this.connections.isRunning()).isTrue();
		assertThat(this.connections.getConnection().ping()).isEqualTo("PONG");
	}

	private void ping() {
		ping(this.link);
	}

	private static void ping(RedisLink link) {
		assertThat(link.run(RedisScript.of("return {1}"), List.of())).containsExactly(1L);
	}

	private void assertUnavailableWithinBound() {
		assertUnavailableWithinBound(this.link);
	}

	private static void assertUnavailableWithinBound(RedisLink link) {
		long started = System.nanoTime();
		assertThatExceptionOfType(RedisUnavailableException.class).isThrownBy(() -> ping(link));
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(BOUND);
	}

	private void awaitAnswer() {
		awaitAnswer(this.link);
	}

	private static void awaitAnswer(RedisLink link) {
		await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(20)).untilAsserted(() -> {
			try {
				ping(link);
			}
			catch (RedisUnavailableException ex) {
				throw new AssertionError(ex);
			}
		});
	}

}
