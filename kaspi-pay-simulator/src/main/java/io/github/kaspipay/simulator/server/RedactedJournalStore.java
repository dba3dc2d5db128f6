/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.server;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestWrapper;
import com.github.tomakehurst.wiremock.http.Body;
import com.github.tomakehurst.wiremock.http.FormParameter;
import com.github.tomakehurst.wiremock.http.LoggedResponse;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.store.InMemoryRequestJournalStore;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import io.github.kaspipay.simulator.order.OrdersApi;
import io.github.kaspipay.simulator.page.Pages;
import io.github.kaspipay.simulator.qr.QrApi;
import io.github.kaspipay.simulator.wire.Routes;
import org.jspecify.annotations.Nullable;

/**
 * WireMock's journal without credentials, tokens and keys, neither of calls nor of
 * answers.
 */
final class RedactedJournalStore extends InMemoryRequestJournalStore {

	private static final Pattern AUTHORIZATION = Pattern.compile("^((?:basic|bearer) +)?.*", Pattern.CASE_INSENSITIVE);

	private static final Pattern CLIENT_SECRET = Pattern.compile("(client_secret=)[^&]*");

	private static final Pattern DEVICE_TOKEN = Pattern.compile("(\"DeviceToken\"\\s*:\\s*\")[^\"]*");

	private static final Pattern DEVICE_TOKEN_PARAMETER = Pattern.compile("(devicetoken=)[^&]*",
			Pattern.CASE_INSENSITIVE);

	private static final Set<String> SECRET_PATHS = Stream
		.concat(Stream.of(OrdersApi.TOKEN_PATH, Pages.TOKEN_PATH), QrApi.KEY_PATHS.stream())
		.collect(Collectors.toUnmodifiableSet());

	@Override
	public void add(ServeEvent event) {
		super.add(redacted(event));
	}

	@Override
	public void put(UUID id, ServeEvent event) {
		super.put(id, redacted(event));
	}

	/**
	 * Hides the client's secret in a form, and a device's token in JSON.
	 */
	static String redacted(String body) {
		return DEVICE_TOKEN.matcher(CLIENT_SECRET.matcher(body).replaceAll("$1***")).replaceAll("$1***");
	}

	private static ServeEvent redacted(ServeEvent event) {
		Request request = event.getRequest();
		RequestWrapper.Builder wrapper = RequestWrapper.create()
			.transformHeader("Authorization",
					(values) -> values.stream()
						.map((value) -> AUTHORIZATION.matcher(value).replaceFirst("$1***"))
						.toList())
			.transformHeader("Api-Key", (values) -> values.stream().map((value) -> "***").toList())
			.transformAbsoluteUrl((url) -> DEVICE_TOKEN_PARAMETER.matcher(url).replaceAll("$1***"));
		ResponseDefinition definition = event.getResponseDefinition();
		@Nullable LoggedResponse response = event.getResponse();
		String path = Routes.path(request);
		if (path.equals(OrdersApi.TOKEN_PATH) || QrApi.has(path)) {
			wrapper.transformBody((body) -> new Body(redacted(body.asString())));
		}
		if (SECRET_PATHS.contains(path) || QrApi.has(path)) {
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
