/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsExchange;
import com.sun.net.httpserver.HttpsServer;

/**
 * A Kaspi Pay behind TLS, with a certificate of its own.
 */
public final class TlsApi implements AutoCloseable {

	public static final String PASSWORD = "changeit";

	public final List<SSLSession> sessions = new CopyOnWriteArrayList<>();

	private final HttpsServer server;

	private final ExecutorService executor = Executors.newCachedThreadPool();

	public TlsApi(Path keyStore) {
		try {
			this.server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
			this.server.setHttpsConfigurator(new HttpsConfigurator(context(keyStore)));
			this.server.setExecutor(this.executor);
			this.server.createContext("/", this::answer);
			this.server.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Makes a key and a certificate for localhost, in a store that serves as a trust
	 * store as well.
	 */
	public static Path keyStore(Path directory, String name) throws IOException, InterruptedException {
		Path file = directory.resolve(name + ".p12");
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", name, "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
				"SAN=dns:localhost,ip:127.0.0.1", "-validity", "2", "-storetype", "PKCS12", "-keystore",
				file.toString(), "-storepass", PASSWORD)
			.redirectErrorStream(true)
			.start();
		process.getInputStream().readAllBytes();
		if (process.waitFor() != 0) {
			throw new IOException("keytool failed");
		}
		return file;
	}

	private static SSLContext context(Path keyStore) throws IOException {
		try (InputStream stream = Files.newInputStream(keyStore)) {
			KeyStore keys = KeyStore.getInstance("PKCS12");
			keys.load(stream, PASSWORD.toCharArray());
			KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
			factory.init(keys, PASSWORD.toCharArray());
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(factory.getKeyManagers(), null, null);
			return context;
		}
		catch (GeneralSecurityException ex) {
			throw new IOException(ex);
		}
	}

	private void answer(HttpExchange exchange) throws IOException {
		this.sessions.add(((HttpsExchange) exchange).getSSLSession());
		boolean token = exchange.getRequestURI().getPath().equals("/oauth/token");
		byte[] body = (token ? "{\"access_token\":\"a-token\",\"expires_in\":3600}"
				: "{\"orderId\":\"ORD-1\",\"status\":\"PAID\",\"amount\":100}")
			.getBytes(StandardCharsets.UTF_8);
		exchange.getRequestBody().readAllBytes();
		exchange.sendResponseHeaders(200, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	public int port() {
		return this.server.getAddress().getPort();
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.executor.shutdownNow();
	}

}
