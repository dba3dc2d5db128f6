/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.qr;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.tomakehurst.wiremock.http.Request;
import io.github.kaspipay.simulator.fault.Operation;
import io.github.kaspipay.simulator.wire.Answer;
import io.github.kaspipay.simulator.wire.Routes;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the QR API, each with the schemes that have it.
 */
final class QrCalls {

	private static final Pattern PATH = Pattern.compile("(/r[123]/v01)(/.*)");

	private final List<Call> calls = new ArrayList<>();

	static boolean isQr(String path) {
		return PATH.matcher(path).matches();
	}

	static SimulatedQrScheme scheme(Request request) {
		String path = Routes.path(request);
		for (SimulatedQrScheme scheme : SimulatedQrScheme.values()) {
			if (path.startsWith(scheme.path() + "/")) {
				return scheme;
			}
		}
		throw new IllegalArgumentException("This is no call of the QR API");
	}

	/**
	 * Adds a call.
	 * @param method the HTTP method in capitals
	 * @param path the path within the scheme's, in which <code>{}</code> stands for an id
	 * @param operation what it is to faults
	 * @param schemes the schemes that have it
	 * @param handler who answers
	 * @return these calls
	 */
	QrCalls on(String method, String path, Operation operation, Set<SimulatedQrScheme> schemes,
			Routes.Handler handler) {
		this.calls
			.add(new Call(method, Pattern.compile(path.replace("{}", "(\\d{1,18})")), operation, schemes, handler));
		return this;
	}

	/**
	 * Tells which operation is called.
	 * @return the operation, or {@code null} if the scheme has no such call
	 */
	@Nullable Operation operation(Request request) {
		Call call = find(request);
		return (call != null) ? call.operation() : null;
	}

	Answer answer(Request request) {
		Call call = find(request);
		if (call == null) {
			return new Answer(404, Map.of(), "");
		}
		Matcher path = call.path().matcher(pathInScheme(request));
		return call.handler().handle(request, (path.matches() && path.groupCount() > 0) ? path.group(1) : "");
	}

	private @Nullable Call find(Request request) {
		SimulatedQrScheme scheme = scheme(request);
		String path = pathInScheme(request);
		return this.calls.stream()
			.filter((call) -> call.schemes().contains(scheme) && call.path().matcher(path).matches()
					&& call.method().equals(request.getMethod().getName()))
			.findFirst()
			.orElse(null);
	}

	private static String pathInScheme(Request request) {
		return Routes.path(request).substring(scheme(request).path().length());
	}

	private record Call(String method, Pattern path, Operation operation, Set<SimulatedQrScheme> schemes,
			Routes.Handler handler) {

	}

}
