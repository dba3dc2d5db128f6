/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure.diagnostics;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.core.env.Environment;

/**
 * The settings that decide which parts there are, and so are decided by the build of an
 * application that is processed ahead of time.
 */
final class PartSettings {

	/**
	 * Where the build writes down those that hold, one in a line.
	 */
	static final String RESOURCE = "META-INF/kaspi-pay/build-settings.txt";

	/**
	 * The first line: where all is as it is by default there is no other, and Spring's
	 * tests take no resource without content.
	 */
	private static final String TITLE = "# Settings that are not as they are by default";

	private static final List<String> ALL = List.of("kaspi.pay.enabled=false", "kaspi.pay.api=check-pay",
			"kaspi.pay.api=qr", "kaspi.pay.webhook.enabled=false", "kaspi.pay.webhook.bypass-security=false",
			"kaspi.pay.check-pay.bypass-security=false", "kaspi.pay.ledger.type=memory", "kaspi.pay.token.store=memory",
			"kaspi.pay.rate-limit.store=local", "kaspi.pay.polling.enabled=false", "kaspi.pay.events.enabled=false",
			"kaspi.pay.keep-alive=false");

	private PartSettings() {
	}

	/**
	 * Lists those that are not as they are by default.
	 * @param environment the application's environment
	 * @return name and value of each
	 */
	static List<String> in(Environment environment) {
		return ALL.stream().filter((setting) -> holds(setting, environment)).toList();
	}

	static String write(List<String> settings) {
		return Stream.concat(Stream.of(TITLE), settings.stream()).collect(Collectors.joining("\n"));
	}

	static List<String> read(String text) {
		return text.lines().filter((line) -> !line.equals(TITLE)).toList();
	}

	private static boolean holds(String setting, Environment environment) {
		int equals = setting.indexOf('=');
		String value = environment.getProperty(setting.substring(0, equals));
		return value != null && plain(value).equals(plain(setting.substring(equals + 1)));
	}

	private static String plain(String value) {
		return value.trim().toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
	}

}
