/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import org.jspecify.annotations.Nullable;

/**
 * The certificates of a simulated QR API, made anew by each process: of an authority, of
 * the server, and of the client that Kaspi would give to a merchant. Immutable.
 */
public final class SimulatedCertificates {

	/**
	 * The password of the key store. The key in it opens nothing but this simulator.
	 */
	private static final String PASSWORD = "demo-password";

	private static final Pattern IP_ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

	private static final Pattern DNS_NAME = Pattern
		.compile("[a-z]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");

	private static final String AUTHORITY = "authority";

	private static final String SERVER = "server";

	private static final String CLIENT = "client";

	/**
	 * Making them takes seconds, so all simulators of a process share them.
	 */
	private static final Map<Set<String>, SimulatedCertificates> MADE = new ConcurrentHashMap<>();

	private final KeyStore keys;

	private SimulatedCertificates(KeyStore keys) {
		this.keys = keys;
	}

	/**
	 * Makes certificates, or returns those that were made before for the same names.
	 * @param hosts the further names that the server goes by
	 * @return the certificates
	 */
	public static SimulatedCertificates of(Set<String> hosts) {
		return MADE.computeIfAbsent(hosts, SimulatedCertificates::make);
	}

	private static SimulatedCertificates make(Set<String> hosts) {
		String password = UUID.randomUUID().toString();
		try {
			Path directory = Files.createTempDirectory("kaspi-pay-simulator");
			Path file = directory.resolve("keys.p12");
			try {
				KeyTool tool = new KeyTool(file, password);
				tool.generate(AUTHORITY, "Simulated authority", "-ext", "bc:c");
				tool.generate(SERVER, "localhost", "-signer", AUTHORITY, "-ext", "san=" + names(hosts), "-ext",
						"eku=serverAuth");
				tool.generate(CLIENT, "Simulated merchant", "-signer", AUTHORITY, "-ext", "eku=clientAuth");
				return new SimulatedCertificates(read(file, password));
			}
			finally {
				Files.deleteIfExists(file);
				Files.delete(directory);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Names those that a certificate can hold: DNS names and IPv4 addresses.
	 */
	private static String names(Set<String> hosts) {
		return Stream.concat(Stream.of("dns:localhost", "ip:127.0.0.1", "ip:::1"), hosts.stream().flatMap((host) -> {
			if (IP_ADDRESS.matcher(host).matches()) {
				return Stream.of("ip:" + host);
			}
			return DNS_NAME.matcher(host).matches() ? Stream.of("dns:" + host) : Stream.empty();
		})).collect(Collectors.joining(","));
	}

	/**
	 * Reads the key store, and gives its keys the password that the client's have.
	 */
	private static KeyStore read(Path file, String password) throws IOException {
		try (InputStream content = Files.newInputStream(file)) {
			KeyStore made = KeyStore.getInstance("PKCS12");
			made.load(content, password.toCharArray());
			KeyStore keys = emptyStore();
			for (String alias : Set.of(AUTHORITY, SERVER, CLIENT)) {
				keys.setKeyEntry(alias, made.getKey(alias, password.toCharArray()), PASSWORD.toCharArray(),
						made.getCertificateChain(alias));
			}
			return keys;
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("keytool made a key store that cannot be read", ex);
		}
	}

	private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
		KeyStore store = KeyStore.getInstance("PKCS12");
		store.load(null, null);
		return store;
	}

	/**
	 * Returns the client's certificate and key, and the authority to trust, as one PKCS12
	 * file.
	 * @return the file's content
	 */
	public byte[] clientPkcs12() {
		return quietly(() -> {
			ByteArrayOutputStream content = new ByteArrayOutputStream();
			clientKeyStore().store(content, PASSWORD.toCharArray());
			return content.toByteArray();
		});
	}

	/**
	 * Returns the password of {@link #clientPkcs12()}.
	 * @return the password, which is no secret
	 */
	public String password() {
		return PASSWORD;
	}

	/**
	 * Returns the client's certificate and its key as one PEM file.
	 * @return the file's content
	 */
	public String clientPem() {
		return quietly(() -> {
			Key key = this.keys.getKey(CLIENT, PASSWORD.toCharArray());
			return pem("CERTIFICATE", this.keys.getCertificate(CLIENT).getEncoded())
					+ pem("PRIVATE KEY", key.getEncoded());
		});
	}

	/**
	 * Returns the certificate of the authority that the server's certificate is to be
	 * trusted for, as a PEM file.
	 * @return the file's content
	 */
	public String authorityPem() {
		return quietly(() -> pem("CERTIFICATE", authority().getEncoded()));
	}

	/**
	 * Returns TLS as the client needs it: it shows its certificate, and trusts the
	 * simulator only.
	 * @return the context
	 */
	public SSLContext clientContext() {
		return quietly(() -> context(clientKeyStore(), trustStore()));
	}

	/**
	 * Returns TLS without a certificate of the client's: it trusts the simulator only.
	 * @return the context
	 */
	public SSLContext anonymousContext() {
		return quietly(() -> context(null, trustStore()));
	}

	/**
	 * Returns what the server shows, and trusts.
	 * @return the context
	 */
	public SSLContext serverContext() {
		return quietly(() -> {
			KeyStore server = emptyStore();
			server.setKeyEntry(SERVER, this.keys.getKey(SERVER, PASSWORD.toCharArray()), PASSWORD.toCharArray(),
					this.keys.getCertificateChain(SERVER));
			return context(server, trustStore());
		});
	}

	/**
	 * Returns the client's certificate and key, and the authority to trust, as a key
	 * store.
	 * @return the key store, whose key has the {@link #password()}
	 */
	public KeyStore clientKeyStore() {
		return quietly(() -> {
			KeyStore client = emptyStore();
			client.setKeyEntry(CLIENT, this.keys.getKey(CLIENT, PASSWORD.toCharArray()), PASSWORD.toCharArray(),
					this.keys.getCertificateChain(CLIENT));
			client.setCertificateEntry(AUTHORITY, authority());
			return client;
		});
	}

	/**
	 * Returns the authority to trust as a key store.
	 * @return the key store
	 */
	public KeyStore trustStore() {
		return quietly(() -> {
			KeyStore trusted = emptyStore();
			trusted.setCertificateEntry(AUTHORITY, authority());
			return trusted;
		});
	}

	private Certificate authority() throws GeneralSecurityException {
		return this.keys.getCertificate(AUTHORITY);
	}

	private static SSLContext context(@Nullable KeyStore keys, KeyStore trusted) throws GeneralSecurityException {
		KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keyManagers.init(keys, PASSWORD.toCharArray());
		TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trustManagers.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
		return context;
	}

	private static String pem(String type, byte[] content) {
		return "-----BEGIN " + type + "-----\n"
				+ Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content)
				+ "\n-----END " + type + "-----\n";
	}

	private static <T> T quietly(Action<T> action) {
		try {
			return action.run();
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("Every Java has PKCS12, X.509 and TLS", ex);
		}
	}

	/**
	 * Something that needs what every Java has.
	 */
	private interface Action<T> {

		T run() throws GeneralSecurityException, IOException;

	}

}
