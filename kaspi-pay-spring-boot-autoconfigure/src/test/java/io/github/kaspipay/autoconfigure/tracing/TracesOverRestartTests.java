/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.tracing;

import java.util.ArrayList;
import java.util.List;

import io.github.kaspipay.autoconfigure.DatabaseRunners;
import io.github.kaspipay.autoconfigure.KaspiApiStub;
import io.opentelemetry.sdk.trace.data.SpanData;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * That the database keeps the traces that lead to a delivery, for another instance.
 */
@Tag("database")
class TracesOverRestartTests {

	private static final KaspiApiStub api = new KaspiApiStub();

	@BeforeEach
	void reset() {
		api.reset();
		TracedApplication.SPANS.reset();
	}

	@AfterAll
	static void stop() {
		api.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "h2", "postgres" })
	void aDeliveryAfterARestartIsLinkedToWhatWentBefore(String database) {
		ApplicationContextRunner runner = runner(database);
		List<String> traces = new ArrayList<>();
		runner.withPropertyValues("kaspi.pay.events.enabled=false").run((context) -> {
			traces.add(TracedApplication.create(context, "ORD-1"));
			traces.add(0, TracedApplication.receive(context, "ORD-1"));
		});
		assertThat(TracedApplication.spans(TracesTests.EVENT)).isEmpty();
		runner.run((context) -> {
			SpanData event = TracedApplication.awaitSpan(TracesTests.EVENT);
			assertThat(TracedApplication.linkedTraces(event)).isEqualTo(traces);
			assertThat(TracedApplication.awaitSpan("shipping").getParentSpanId()).isEqualTo(event.getSpanId());
		});
	}

	private static ApplicationContextRunner runner(String database) {
		ApplicationContextRunner runner = database.equals("h2") ? DatabaseRunners.h2()
			.withPropertyValues("spring.datasource.url=jdbc:h2:mem:traces;DB_CLOSE_DELAY=-1",
					"spring.datasource.generate-unique-name=false")
				: DatabaseRunners.postgres();
		return runner.withConfiguration(TracedApplication.TRACING)
			.withUserConfiguration(TracedApplication.class)
			.withPropertyValues(api.properties())
			.withPropertyValues("kaspi.pay.polling.enabled=false", "kaspi.pay.ledger.initialize-schema=always",
					"kaspi.pay.ledger.table-prefix=traces_");
	}

}
