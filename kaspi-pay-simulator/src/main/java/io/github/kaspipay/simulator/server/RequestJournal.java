/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.server;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.github.tomakehurst.wiremock.extension.Parameters;
import com.github.tomakehurst.wiremock.extension.ServeEventListener;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.LoggedResponse;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.kaspipay.simulator.journal.Journal;
import io.github.kaspipay.simulator.journal.RecordedRequest;
import io.github.kaspipay.simulator.journal.StateVersion;
import io.github.kaspipay.simulator.order.OrdersApi;
import io.github.kaspipay.simulator.wire.Routes;
import io.github.kaspipay.simulator.wire.WireJson;

/**
 * Remembers the latest calls of the API, whether the simulator or a test's own stub
 * answers them. Internal to the simulator.
 */
public final class RequestJournal implements ServeEventListener {

	private final Clock clock;

	private final Journal<RecordedRequest> journal;

	public RequestJournal(Clock clock, StateVersion version) {
		this.clock = clock;
		this.journal = new Journal<>(version);
	}

	/**
	 * Returns the calls, the oldest first.
	 */
	public List<RecordedRequest> requests() {
		return this.journal.contents();
	}

	/**
	 * Adds what other programs, and the control page, read of calls.
	 */
	public void addTo(Routes routes) {
		routes.on("GET", "/simulator/requests", (request, none) -> this.journal.answer(request, RequestJournal::json));
	}

	public void clear() {
		this.journal.clear();
	}

	@Override
	public String getName() {
		return "kaspi-pay-request-journal";
	}

	@Override
	public void beforeResponseSent(ServeEvent serveEvent, Parameters parameters) {
		Request request = serveEvent.getRequest();
		String path = Routes.path(request);
		if (!Router.isApi(path)) {
			return;
		}
		LoggedResponse response = serveEvent.getResponse();
		HttpHeader requestId = response.getHeaders().getHeader(Router.REQUEST_ID_HEADER);
		boolean broken = response.getFault() != null;
		this.journal.add(new RecordedRequest(request.getMethod().getName(), path, broken ? 0 : response.getStatus(),
				this.clock.instant(), requestId.isPresent() ? requestId.firstValue() : null,
				RedactedJournalStore.redacted(request.getBodyAsString()), (broken || path.equals(OrdersApi.TOKEN_PATH))
						? "" : RedactedJournalStore.redacted(response.getBodyAsString())));
	}

	private static Map<String, Object> json(Journal.Entry<RecordedRequest> entry) {
		RecordedRequest request = entry.content();
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("number", entry.number());
		json.put("time", request.time().toString());
		json.put("method", request.method());
		json.put("path", request.path());
		json.put("status", request.status());
		WireJson.putIfPresent(json, "requestId", request.requestId());
		json.put("body", request.body());
		json.put("responseBody", request.responseBody());
		return json;
	}

}
