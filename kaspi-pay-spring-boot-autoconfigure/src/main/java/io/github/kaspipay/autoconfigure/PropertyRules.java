/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

import io.github.kaspipay.order.OrderRules;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * What values of {@code kaspi.pay.*} must be. Each names the property by what follows
 * {@code kaspi.pay.}, and says what to do about it.
 */
final class PropertyRules {

	private PropertyRules() {
	}

	static void requireHttps(String property, @Nullable URI uri) {
		if (uri != null) {
			requireSet(property, uri.getSchemeSpecificPart());
			try {
				OrderRules.requireHttps("kaspi.pay." + property, uri);
			}
			catch (IllegalArgumentException ex) {
				// without the address: it may hold a password or a key
				throw new KaspiPayConfigurationException(ex.getMessage() + ".", "Correct kaspi.pay." + property + ".");
			}
			require(uri.getPort() == -1 || isPort(uri.getPort()), property, "must have a port between 1 and 65535",
					uri.getPort());
		}
	}

	static boolean isPort(int port) {
		return port >= 1 && port <= 65535;
	}

	static void requireResolved(String property, @Nullable String text) {
		String variable = (text != null) ? CredentialRules.unsetVariable(text) : null;
		if (variable != null) {
			throw CredentialRules.unset("kaspi.pay." + property, variable);
		}
	}

	static void requireSet(String property, String text) {
		requireResolved(property, text);
		require(StringUtils.hasText(text), property, "must not be blank", text);
	}

	/**
	 * A default gives way to a shorter {@code call-timeout}; what was set does not.
	 */
	static Duration requireWithinCall(String property, Duration timeout, Duration byDefault, Duration callTimeout) {
		requireBetween(property, timeout, Duration.ofMillis(100), Duration.ofMinutes(1));
		if (timeout.compareTo(callTimeout) <= 0) {
			return timeout;
		}
		if (timeout.equals(byDefault)) {
			return callTimeout;
		}
		throw new KaspiPayConfigurationException(
				"kaspi.pay." + property + " must be at most kaspi.pay.call-timeout, " + text(callTimeout) + ", and is "
						+ text(timeout) + ".",
				"Correct kaspi.pay." + property + ". A call ends after kaspi.pay.call-timeout in any case: if "
						+ text(timeout) + " are needed, set that longer too.");
	}

	static void requireBetween(String property, Duration duration, Duration least, Duration most) {
		requireBetween(property, duration, least, most, "");
	}

	static void requireBetween(String property, Duration duration, Duration least, Duration most, String otherwise) {
		if (duration.compareTo(least) >= 0 && duration.compareTo(most) <= 0) {
			return;
		}
		String action = "Correct kaspi.pay." + property + ".";
		if (duration.compareTo(least) < 0 && !duration.isNegative() && !duration.isZero()) {
			action += " A number without a unit counts milliseconds: write 20s for 20 seconds, 30m for 30 minutes.";
		}
		throw new KaspiPayConfigurationException("kaspi.pay." + property + " must be " + otherwise + "between "
				+ text(least) + " and " + text(most) + ", and is " + text(duration) + ".", action);
	}

	/**
	 * Nothing at all, or a time that makes sense.
	 */
	static void requireNoneOrBetween(String property, Duration duration, Duration least, Duration most) {
		if (!duration.isZero()) {
			requireBetween(property, duration, least, most, "0 or ");
		}
	}

	static String text(Duration duration) {
		for (ChronoUnit unit : List.of(ChronoUnit.DAYS, ChronoUnit.HOURS, ChronoUnit.MINUTES, ChronoUnit.SECONDS)) {
			Duration one = unit.getDuration();
			if (!duration.isZero() && duration.equals(one.multipliedBy(duration.dividedBy(one)))) {
				return duration.dividedBy(one) + unit.toString().substring(0, 1).toLowerCase(Locale.ROOT);
			}
		}
		Duration millis = duration.truncatedTo(ChronoUnit.MILLIS);
		return duration.equals(millis) ? millis.toMillis() + "ms" : duration.toString();
	}

	static void require(boolean holds, String property, String rule, Object value) {
		if (!holds) {
			throw new KaspiPayConfigurationException("kaspi.pay." + property + " " + rule + ", and is '" + value + "'.",
					"Correct kaspi.pay." + property + ".");
		}
	}

}
