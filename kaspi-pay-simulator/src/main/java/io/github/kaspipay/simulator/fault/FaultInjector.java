/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.fault;

import java.util.Collection;
import java.util.Map;
import java.util.function.Predicate;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.kaspipay.simulator.journal.StateVersion;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.Routes;
import io.github.kaspipay.simulator.wire.WireJson;
import org.jspecify.annotations.Nullable;

/**
 * Lets calls and webhooks suffer the faults that are in force. Internal to the simulator.
 */
public final class FaultInjector {

	private static final int MILLIS_BETWEEN_DROPS = 50;

	private final SimulatorFaults faults;

	/**
	 * Creates an injector without faults.
	 * @param version counts changes
	 */
	public FaultInjector(StateVersion version) {
		this.faults = new SimulatorFaults(version);
	}

	/**
	 * Returns the faults in force.
	 * @return the faults, to be added to and cleared
	 */
	public SimulatorFaults faults() {
		return this.faults;
	}

	/**
	 * Adds what other programs, and the control page, can do with faults.
	 * @param routes what to add it to
	 */
	public void addTo(Routes routes) {
		new FaultControl(this.faults).addTo(routes);
	}

	/**
	 * Takes the fault that a call suffers.
	 * @param operation what is called
	 * @return the fault, which has happened once more, or {@code null} for none
	 */
	public @Nullable ApiFault take(Operation operation) {
		return this.faults.take(operation);
	}

	/**
	 * Takes the faults that a webhook suffers.
	 * @param orderId whose webhook it is
	 * @param possible which faults it can suffer
	 * @return the faults, which have happened once more; at most one of each type
	 */
	public Collection<WebhookFault> take(String orderId, Predicate<WebhookFault> possible) {
		return this.faults.take(orderId, possible);
	}

	/**
	 * Makes of an answer what a fault makes of it.
	 * @param answer the answer
	 * @param fault the fault
	 * @return the answer that is sent
	 */
	public static Answer change(Answer answer, ApiFault fault) {
		return switch (fault.type()) {
			case STATUS -> answer(fault.status(), fault);
			case MALFORMED_JSON -> answer.withBody(answer.body().substring(0, answer.body().length() / 2));
			case EMPTY_BODY -> answer.withBody("");
			case ANSWER -> answer(answer.status(), fault);
			case WITHOUT -> answer.withBody(WireJson.without(answer.body(), fault.members()));
			case TIMEOUT, RESET, SLOW_DRIP -> answer;
		};
	}

	/**
	 * Makes of the connection what a fault makes of it.
	 * @param response the response that is sent
	 * @param answer the answer in it
	 * @param fault the fault
	 */
	public static void disturb(ResponseDefinitionBuilder response, Answer answer, ApiFault fault) {
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
