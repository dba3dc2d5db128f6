package io.github.kaspipay.test;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestWrapper;
import com.github.tomakehurst.wiremock.http.Body;
import com.github.tomakehurst.wiremock.http.FormParameter;
import com.github.tomakehurst.wiremock.http.LoggedResponse;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.store.InMemoryRequestJournalStore;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import org.jspecify.annotations.Nullable;

/**
 * WireMock's journal without credentials and tokens, neither of calls nor of answers.
 */
final class RedactedJournalStore extends InMemoryRequestJournalStore {

	private static final Pattern AUTHORIZATION = Pattern.compile("^((?:basic|bearer) +)?.*", Pattern.CASE_INSENSITIVE);

	private static final Pattern CLIENT_SECRET = Pattern.compile("(client_secret=)[^&]*");

	private static final Set<String> TOKEN_PATHS = Set.of(Router.TOKEN_PATH, Pages.TOKEN_PATH);

	@Override
	public void add(ServeEvent event) {
		super.add(redacted(event));
	}

	@Override
	public void put(UUID id, ServeEvent event) {
		super.put(id, redacted(event));
	}

	/**
	 * Hides the client's secret in a form.
	 */
	static String redacted(String body) {
		return CLIENT_SECRET.matcher(body).replaceAll("$1***");
	}

	private static ServeEvent redacted(ServeEvent event) {
		Request request = event.getRequest();
		RequestWrapper.Builder wrapper = RequestWrapper.create()
			.transformHeader("Authorization",
					(values) -> values.stream()
						.map((value) -> AUTHORIZATION.matcher(value).replaceFirst("$1***"))
						.toList());
		ResponseDefinition definition = event.getResponseDefinition();
		@Nullable LoggedResponse response = event.getResponse();
		if (TOKEN_PATHS.contains(Router.path(request))) {
			wrapper.transformBody((body) -> new Body(redacted(body.asString())));
			definition = ResponseDefinitionBuilder.like(definition).but().withBody("").build();
			response = (response == null) ? null
					: new LoggedResponse(response.getStatus(), response.getHeaders(), "", response.getFault(), "");
		}
		return new ServeEvent(event.getId(), event.replaceRequest(withoutForm(wrapper.wrap(request))).getRequest(),
				event.getStubMapping(), definition, response, event.getWasMatched(), event.getTiming(),
				new ArrayDeque<>(event.getSubEvents()));
	}

	/**
	 * Leaves out the parameters that WireMock reads from a form by itself.
	 */
	private static Request withoutForm(Request request) {
		return new RequestWrapper(request) {

			@Override
			public Map<String, FormParameter> formParameters() {
				return Map.of();
			}

		};
	}

}
