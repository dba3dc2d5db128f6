/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.http;

import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import io.github.kaspipay.KaspiAuthenticationException;
import io.github.kaspipay.KaspiPayFixture;
import io.github.kaspipay.order.KaspiRefundRequest;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static io.github.kaspipay.KaspiPayFixture.CLIENT_SECRET;
import static io.github.kaspipay.KaspiPayFixture.TOKEN;
import static io.github.kaspipay.KaspiPayFixture.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What can be read in the log with every logger at TRACE.
 */
class LoggingTests {

	@Test
	void credentialsAreInNoLogLine() {
		KaspiPayFixture kaspi = KaspiPayFixture.create();
		LoggerContext loggers = (LoggerContext) LoggerFactory.getILoggerFactory();
		List<Level> before = loggers.getLoggerList().stream().map(Logger::getLevel).toList();
		List<Logger> all = loggers.getLoggerList();
		Logger root = loggers.getLogger(Logger.ROOT_LOGGER_NAME);
		ListAppender<ILoggingEvent> lines = new ListAppender<>();
		lines.start();
		Appender<ILoggingEvent> console = root.getAppender("CONSOLE");
		root.detachAppender(console);
		root.addAppender(lines);
		all.forEach((logger) -> logger.setLevel(Level.TRACE));
		try {
			call(kaspi);
		}
		finally {
			root.detachAppender(lines);
			root.addAppender(console);
			for (int i = 0; i < all.size(); i++) {
				all.get(i).setLevel(before.get(i));
			}
		}
		String basic = Base64.getEncoder().encodeToString(("client-1:" + CLIENT_SECRET).getBytes(UTF_8));
		assertThat(List.copyOf(lines.list))
			.anySatisfy((line) -> assertThat(line.getLoggerName()).startsWith("org.springframework.web"))
			.allSatisfy((line) -> assertThat(text(line)).doesNotContain(basic, CLIENT_SECRET, "b3arer-t0ken"));
	}

	private static void call(KaspiPayFixture kaspi) {
		kaspi.answerToken("b3arer-t0ken");
		kaspi.answerCreated("ORD-1");
		kaspi.answerStatus("ORD-1", "PAID", "1");
		kaspi.answerRefund("ORD-1", json(401, "{}"));
		kaspi.gateway.create(KaspiPayFixture.order("r", "1"));
		kaspi.gateway.status("ORD-1");
		assertThatExceptionOfType(KaspiAuthenticationException.class)
			.isThrownBy(() -> kaspi.gateway.refund("ORD-1", KaspiRefundRequest.of(BigDecimal.ONE, "why")));
		kaspi.stub(post(TOKEN).willReturn(json(401, "{}")));
		kaspi.tokens.invalidate(kaspi.tokens.getToken());
		assertThatExceptionOfType(KaspiAuthenticationException.class).isThrownBy(() -> kaspi.gateway.status("ORD-1"));
	}

	private static String text(ILoggingEvent line) {
		IThrowableProxy thrown = line.getThrowableProxy();
		return line.getFormattedMessage() + ((thrown != null) ? ThrowableProxyUtil.asString(thrown) : "")
				+ line.getMDCPropertyMap();
	}

}
