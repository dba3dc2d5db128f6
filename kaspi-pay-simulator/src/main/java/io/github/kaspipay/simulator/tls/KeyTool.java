/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The {@code keytool} of the Java that runs, which makes certificates where Java itself
 * has no API for it.
 */
final class KeyTool {

	private static final String PASSWORD_VARIABLE = "KASPI_SIMULATOR_KEYSTORE_PASSWORD";

	private final Path keyStore;

	private final String password;

	/**
	 * Uses a key store.
	 * @param keyStore the PKCS12 file, which need not exist yet
	 * @param password its password
	 */
	KeyTool(Path keyStore, String password) {
		this.keyStore = keyStore;
		this.password = password;
	}

	/**
	 * Adds a key pair with its certificate.
	 * @param alias the entry's name
	 * @param commonName whom the certificate names
	 * @param options further options of {@code keytool -genkeypair}
	 */
	void generate(String alias, String commonName, String... options) {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
						"-J-XX:TieredStopAtLevel=1", "-J-Xshare:auto", "-genkeypair", "-alias", alias, "-dname",
						String.format(Locale.ROOT, "CN=%s, O=Kaspi Pay simulator", commonName), "-keyalg", "EC",
						"-groupname", "secp256r1", "-validity", "365", "-storetype", "PKCS12", "-keystore",
						this.keyStore.toString(), "-storepass:env", PASSWORD_VARIABLE));
		command.addAll(List.of(options));
		ProcessBuilder process = new ProcessBuilder(command).redirectErrorStream(true);
		process.environment().put(PASSWORD_VARIABLE, this.password);
		run(process);
	}

	private static void run(ProcessBuilder builder) {
		try {
			Process process = builder.start();
			process.getOutputStream().close();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (process.waitFor() != 0) {
				throw new IllegalStateException("keytool could not make a certificate: " + output.strip());
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(
					"The QR API needs certificates, and the keytool of this Java could not be run", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while making certificates", ex);
		}
	}

}
