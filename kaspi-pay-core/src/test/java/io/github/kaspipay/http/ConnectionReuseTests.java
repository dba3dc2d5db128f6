/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

import io.github.kaspipay.KaspiConnectionException;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.KaspiServerException;
import io.github.kaspipay.KaspiUnknownOutcomeException;
import io.github.kaspipay.ordersapi.HttpKaspiPayGateway.OrderDefaults;
import io.github.kaspipay.http.RawServer.Connection;
import io.github.kaspipay.order.KaspiOrderStatus;
import io.github.kaspipay.order.KaspiRefundRequest;
import io.github.kaspipay.observation.KaspiPayInstrumentation;
import io.github.kaspipay.token.KaspiAccessToken;
import io.github.kaspipay.token.KaspiTokenProvider;
import io.github.kaspipay.ordersapi.HttpKaspiPayGateway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which connection a call goes out on, and responses that do not end, before a server
 * that speaks to the byte.
 */
@Timeout(120)
class ConnectionReuseTests {

	private static final String PAID = "{\"orderId\":\"ORD-1\",\"status\":\"PAID\",\"amount\":1}";

	private final AtomicLong idleNanos = new AtomicLong();

	private RawServer server = new RawServer(RawServer.answering(PAID));

	private HttpKaspiPayGateway gateway = gateway(Duration.ofSeconds(30));

	@AfterEach
	void stop() {
		this.server.close();
	}

	private void serve(RawServer.Handler handler, Duration callTimeout) {
		this.server.close();
		this.server = new RawServer(handler);
		this.gateway = gateway(callTimeout);
	}

	private HttpKaspiPayGateway gateway(Duration callTimeout) {
		KaspiHttpSettings settings = new KaspiHttpSettings(URI.create("http://127.0.0.1:" + this.server.port()),
				Duration.ofSeconds(20), callTimeout, callTimeout);
		KaspiHttpTransport transport = new KaspiHttpTransport(settings, KaspiPayFixture.unlimited(),
				KaspiPayInstrumentation.NONE, null, null, () -> System.nanoTime() + this.idleNanos.get());
		return new HttpKaspiPayGateway(transport, new OneToken(), "MERCHANT123",
				() -> new OrderDefaults(null, null, null), null);
	}

	private void letPass(Duration duration) {
		this.idleNanos.addAndGet(duration.toNanos());
	}

	private void refund() {
		this.gateway.refund("ORD-1", KaspiRefundRequest.of(BigDecimal.ONE, "why"));
	}

	@Test
	void connectionIsUsedAgainAtOnce() {
		this.gateway.status("ORD-1");
		refund();
		assertThat(this.server.connections()).isEqualTo(1);
	}

	@Test
	void moneyDoesNotGoOutOnAConnectionThatANatMayHaveForgotten() {
		serve((connection) -> {
			connection.readRequest();
			connection.write(RawServer.ok(PAID));
			connection.blackHole();
		}, Duration.ofSeconds(60));
		this.gateway.status("ORD-1");
		letPass(ConnectionPool.MAX_IDLE);
		refund();
		assertThat(this.server.connections()).isEqualTo(2);
	}

	@Test
	void connectionInUseIsReplacedAfterAMinute() {
		for (int i = 0; i < 62; i++) {
			this.gateway.status("ORD-1");
			letPass(Duration.ofSeconds(1));
		}
		assertThat(this.server.connections()).isGreaterThanOrEqualTo(2);
	}

	@Test
	void idleConnectionIsClosed() throws Exception {
		this.gateway.status("ORD-1");
		assertThat(this.server.awaitEnd()).isTrue();
	}

	@Test
	void connectionThatWasClosedByTheServerIsNotUsed() {
		serve((connection) -> {
			connection.readRequest();
			connection.write(RawServer.ok(PAID));
		}, Duration.ofSeconds(60));
		for (int i = 0; i < 3; i++) {
			this.gateway.status("ORD-1");
			assertThat(this.server.awaitEnd()).isTrue();
			refund();
			assertThat(this.server.awaitEnd()).isTrue();
		}
		assertThat(this.server.connections()).isEqualTo(6);
	}

	@Test
	void whatCameInWithoutARequestIsNoAnswer() {
		serve((connection) -> {
			connection.readRequest();
			connection.write(
					RawServer.ok(PAID) + RawServer.ok("{\"orderId\":\"ORD-1\",\"status\":\"REFUNDED\",\"amount\":1}"));
			connection.blackHole();
		}, Duration.ofSeconds(60));
		for (int i = 0; i < 3; i++) {
			assertThat(this.gateway.status("ORD-1").status()).isEqualTo(KaspiOrderStatus.PAID);
		}
		assertThat(this.server.connections()).isEqualTo(3);
	}

	@Test
	void endlessResponseIsRefusedAsSoonAsItIsTooLong() {
		serve((connection) -> {
			connection.readRequest();
			connection.write("HTTP/1.1 200 OK\r\nX-Request-Id: req-1\r\nTransfer-Encoding: chunked\r\n\r\n");
			String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
			for (int i = 0; i < 20; i++) {
				connection.write(chunk);
			}
			connection.blackHole();
		}, Duration.ofSeconds(60));
		long started = System.nanoTime();
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class).isThrownBy(this::refund)
			.withMessageContaining("longer than 1048576 bytes")
			.withMessageEndingWith("(request id req-1)");
		assertThatExceptionOfType(KaspiServerException.class).isThrownBy(() -> this.gateway.status("ORD-1"));
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(50));
	}

	@Test
	void responseThatSaysItIsTooLongIsNotWaitedFor() {
		serve((connection) -> {
			connection.readRequest();
			connection.write("HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n");
			connection.blackHole();
		}, Duration.ofSeconds(60));
		long started = System.nanoTime();
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class).isThrownBy(this::refund)
			.withMessageContaining("longer than 1048576 bytes");
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(50));
	}

	@Test
	void endlessHeaderIsRefused() {
		serve((connection) -> {
			connection.readRequest();
			connection.write("HTTP/1.1 200 OK\r\nX: s3cret-token");
			for (int i = 0; i < 1000; i++) {
				connection.write("x".repeat(1000));
			}
			connection.blackHole();
		}, Duration.ofSeconds(60));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class).isThrownBy(this::refund)
			.satisfies((ex) -> assertThat(ex).hasStackTraceContaining("may have happened"))
			.satisfies((ex) -> {
				for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
					assertThat(cause.toString()).doesNotContain("s3cret-token");
				}
			});
	}

	@Test
	void statusLineOfNonsenseIsNotQuoted() {
		serve((connection) -> {
			connection.readRequest();
			connection.write("s3cret-token s3cret-token\r\ns3cret-token\r\n\r\n");
		}, Duration.ofSeconds(5));
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class).isThrownBy(this::refund).satisfies((ex) -> {
			for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
				assertThat(cause.toString()).doesNotContain("s3cret-token");
			}
		});
	}

	@Test
	void responseThatDripsIsCutOffAtTheDeadline() {
		serve(ConnectionReuseTests::drip, Duration.ofSeconds(1));
		long started = System.nanoTime();
		assertThatExceptionOfType(KaspiUnknownOutcomeException.class).isThrownBy(this::refund);
		assertThatExceptionOfType(KaspiConnectionException.class).isThrownBy(() -> this.gateway.status("ORD-1"));
		assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
	}

	private static void drip(Connection connection) throws Exception {
		connection.readRequest();
		connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
		for (int i = 0; i < 100_000; i++) {
			connection.write("x");
			connection.pause(Duration.ofMillis(20));
		}
	}

	private static final class OneToken implements KaspiTokenProvider {

		@Override
		public KaspiAccessToken getToken() {
			return new KaspiAccessToken("token", Instant.MAX);
		}

		@Override
		public void invalidate(KaspiAccessToken token) {
		}

	}

}
