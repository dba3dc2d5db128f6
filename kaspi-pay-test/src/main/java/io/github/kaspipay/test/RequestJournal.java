package io.github.kaspipay.test;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import com.github.tomakehurst.wiremock.extension.Parameters;
import com.github.tomakehurst.wiremock.extension.ServeEventListener;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.LoggedResponse;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

/**
 * Remembers the latest calls of the API, whether the simulator or a test's own stub
 * answers them.
 */
final class RequestJournal implements ServeEventListener {

	private static final int CAPACITY = 10_000;

	private final Clock clock;

	private final Deque<RecordedRequest> requests = new ArrayDeque<>();

	RequestJournal(Clock clock) {
		this.clock = clock;
	}

	@Override
	public String getName() {
		return "kaspi-pay-request-journal";
	}

	@Override
	public void beforeResponseSent(ServeEvent serveEvent, Parameters parameters) {
		String path = Router.path(serveEvent.getRequest());
		if (!Router.isApi(path)) {
			return;
		}
		LoggedResponse response = serveEvent.getResponse();
		HttpHeader requestId = response.getHeaders().getHeader(Router.REQUEST_ID_HEADER);
		record(new RecordedRequest(serveEvent.getRequest().getMethod().getName(), path,
				(response.getFault() != null) ? 0 : response.getStatus(), this.clock.instant(),
				requestId.isPresent() ? requestId.firstValue() : null));
	}

	private synchronized void record(RecordedRequest request) {
		if (this.requests.size() == CAPACITY) {
			this.requests.removeFirst();
		}
		this.requests.addLast(request);
	}

	synchronized List<RecordedRequest> requests() {
		return List.copyOf(this.requests);
	}

	synchronized void clear() {
		this.requests.clear();
	}

}
