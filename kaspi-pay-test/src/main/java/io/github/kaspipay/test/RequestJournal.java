package io.github.kaspipay.test;

import java.time.Clock;

import com.github.tomakehurst.wiremock.extension.Parameters;
import com.github.tomakehurst.wiremock.extension.ServeEventListener;
import com.github.tomakehurst.wiremock.http.HttpHeader;
import com.github.tomakehurst.wiremock.http.LoggedResponse;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

/**
 * Remembers the latest calls of the API, whether the simulator or a test's own stub
 * answers them.
 */
final class RequestJournal implements ServeEventListener {

	private final Clock clock;

	private final Journal<RecordedRequest> journal;

	RequestJournal(Clock clock, Journal<RecordedRequest> journal) {
		this.clock = clock;
		this.journal = journal;
	}

	@Override
	public String getName() {
		return "kaspi-pay-request-journal";
	}

	@Override
	public void beforeResponseSent(ServeEvent serveEvent, Parameters parameters) {
		Request request = serveEvent.getRequest();
		String path = Router.path(request);
		if (!Router.isApi(path) && !path.equals(Router.QUICK_PAY_PATH)) {
			return;
		}
		LoggedResponse response = serveEvent.getResponse();
		HttpHeader requestId = response.getHeaders().getHeader(Router.REQUEST_ID_HEADER);
		boolean broken = response.getFault() != null;
		this.journal.add(new RecordedRequest(request.getMethod().getName(), path, broken ? 0 : response.getStatus(),
				this.clock.instant(), requestId.isPresent() ? requestId.firstValue() : null,
				RedactedJournalStore.redacted(request.getBodyAsString()), (broken || path.equals(Router.TOKEN_PATH))
						? "" : RedactedJournalStore.redacted(response.getBodyAsString())));
	}

}
