/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator;

import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

import com.github.tomakehurst.wiremock.common.FatalStartupException;
import io.github.kaspipay.simulator.qr.SimulatedQrScheme;

/**
 * Runs a {@link KaspiPaySimulator} by itself, for programs in any language. Each option
 * is an argument such as {@code --port=8089} or an environment variable such as
 * {@code KASPI_SIMULATOR_PORT=8089}; the argument wins.
 */
public final class KaspiPaySimulatorApplication {

	private static final int DEFAULT_PORT = 8089;

	private static final int DEFAULT_QR_PORT = 8543;

	private static final Map<String, BiConsumer<KaspiPaySimulatorBuilder, String>> OPTIONS = new LinkedHashMap<>();

	static {
		OPTIONS.put("port", (builder, value) -> builder.port(Integer.parseInt(value)));
		OPTIONS.put("client-id", KaspiPaySimulatorBuilder::clientId);
		OPTIONS.put("client-secret", KaspiPaySimulatorBuilder::clientSecret);
		OPTIONS.put("merchant-id", KaspiPaySimulatorBuilder::merchantId);
		OPTIONS.put("webhook-secret", KaspiPaySimulatorBuilder::webhookSecret);
		OPTIONS.put("allowed-hosts", (builder, value) -> builder.allowedHosts(value.split(",")));
		OPTIONS.put("check-pay-url", (builder, value) -> builder.checkPayUrl(URI.create(value)));
		OPTIONS.put("qr-port", (builder, value) -> builder.qrPort(Integer.parseInt(value)));
		OPTIONS.put("api-key", KaspiPaySimulatorBuilder::apiKey);
		OPTIONS.put("organization-bin", KaspiPaySimulatorBuilder::organizationBin);
		OPTIONS.put("requests-per-minute", (builder, value) -> builder.requestsPerMinute(Integer.parseInt(value)));
	}

	private KaspiPaySimulatorApplication() {
	}

	/**
	 * Starts the simulator, which runs until the process is ended. Ends the process with
	 * 1 if an option is wrong or the port is taken.
	 * @param args the options
	 */
	public static void main(String[] args) {
		System.setProperty("slf4j.internal.verbosity", "ERROR");
		try {
			KaspiPaySimulator simulator = start(args, System.getenv());
			System.out.println(greeting(simulator));
			System.out.println(qrGreeting(simulator));
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			System.exit(1);
		}
		catch (FatalStartupException ex) {
			System.err.println("The simulator could not start; if its port is taken, choose another with --port. "
					+ ex.getCause());
			System.exit(1);
		}
	}

	static KaspiPaySimulator start(String[] args, Map<String, String> environment) {
		KaspiPaySimulatorBuilder builder = KaspiPaySimulator.builder().port(DEFAULT_PORT).qrPort(DEFAULT_QR_PORT);
		OPTIONS.keySet().forEach((option) -> {
			String variable = "KASPI_SIMULATOR_" + option.toUpperCase(Locale.ROOT).replace('-', '_');
			if (environment.containsKey(variable)) {
				set(builder, option, environment.get(variable), variable);
			}
		});
		for (String argument : args) {
			String[] parts = argument.split("=", 2);
			String option = parts[0].replaceFirst("^--", "");
			if (!argument.startsWith("--") || parts.length < 2 || !OPTIONS.containsKey(option)) {
				throw new IllegalArgumentException(String.format(Locale.ROOT, "Unknown option %s. Options: %s",
						parts[0], String.join("=... ", options()) + "=..."));
			}
			set(builder, option, parts[1], parts[0]);
		}
		return builder.start();
	}

	private static void set(KaspiPaySimulatorBuilder builder, String option, String value, String source) {
		try {
			Objects.requireNonNull(OPTIONS.get(option)).accept(builder, value);
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(source + " must be a whole number", ex);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(String.format(Locale.ROOT, "%s: %s", source, ex.getMessage()), ex);
		}
	}

	static List<String> options() {
		return OPTIONS.keySet().stream().map((option) -> "--" + option).toList();
	}

	static String greeting(KaspiPaySimulator simulator) {
		return String.format(Locale.ROOT, """

				Kaspi Pay simulator
				  control page   %1$s/
				  phone          %1$s/phone
				  API            %1$s

				A Spring Boot application is connected to it with:

				%2$s""", simulator.baseUrl(), ConnectionProperties.of(simulator));
	}

	/**
	 * Starts the QR API. Where that is not possible, the rest goes on without it.
	 */
	static String qrGreeting(KaspiPaySimulator simulator) {
		try {
			return String.format(Locale.ROOT, """
					The QR API is at %s (and at /r1 and /r2); its certificates
					and what connects an application to it are on the control page.
					""", simulator.qr().baseUrl(SimulatedQrScheme.ENHANCED));
		}
		catch (IllegalStateException | UncheckedIOException ex) {
			return "There is no QR API: " + ex.getMessage() + "\n";
		}
	}

}
