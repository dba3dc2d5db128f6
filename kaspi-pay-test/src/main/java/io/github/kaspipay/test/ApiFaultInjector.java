package io.github.kaspipay.test;

import java.util.Map;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.kaspipay.test.fault.ApiFault;

/**
 * Makes of an answer what a fault makes of it.
 */
final class ApiFaultInjector {

	private static final int MILLIS_BETWEEN_DROPS = 50;

	private ApiFaultInjector() {
	}

	static Answer change(Answer answer, ApiFault fault) {
		return switch (fault.type()) {
			case STATUS -> answer(fault.status(), fault);
			case MALFORMED_JSON -> answer.withBody(answer.body().substring(0, answer.body().length() / 2));
			case EMPTY_BODY -> answer.withBody("");
			case ANSWER -> answer(answer.status(), fault);
			case WITHOUT -> answer.withBody(WireJson.without(answer.body(), fault.members()));
			case TIMEOUT, RESET, SLOW_DRIP -> answer;
		};
	}

	static void disturb(ResponseDefinitionBuilder response, Answer answer, ApiFault fault) {
		int millis = Math.toIntExact(fault.duration().toMillis());
		switch (fault.type()) {
			case TIMEOUT -> response.withFixedDelay(millis).withFault(Fault.EMPTY_RESPONSE);
			case RESET -> response.withFault(Fault.CONNECTION_RESET_BY_PEER);
			case SLOW_DRIP -> response.withChunkedDribbleDelay(drops(answer, millis), millis);
			case STATUS, MALFORMED_JSON, EMPTY_BODY, ANSWER, WITHOUT -> {
				// the connection is sound
			}
		}
	}

	private static int drops(Answer answer, int millis) {
		return Math.max(1, Math.min(answer.body().length(), millis / MILLIS_BETWEEN_DROPS));
	}

	private static Answer answer(int status, ApiFault fault) {
		String body = fault.body();
		Answer answer = (body != null) ? new Answer(status, Map.of("Content-Type", "application/json"), body)
				: Answer.error(status, "SIMULATED_FAULT", "This fault was asked for");
		for (Map.Entry<String, String> header : fault.headers().entrySet()) {
			answer = answer.withHeader(header.getKey(), header.getValue());
		}
		return answer;
	}

}
