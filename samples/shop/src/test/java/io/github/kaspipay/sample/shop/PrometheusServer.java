/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import io.github.kaspipay.testsupport.FreePort;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Prometheus that looks at the shop every second.
 */
final class PrometheusServer implements AutoCloseable {

	private static final List<Path> PLACES = Stream.of("/usr/bin/prometheus", "/usr/local/bin/prometheus")
		.map(Path::of)
		.toList();

	private static final String CONFIGURATION = """
			global:
			  scrape_interval: 1s
			scrape_configs:
			  - job_name: shop
			    metrics_path: /actuator/prometheus
			    static_configs:
			      - targets: ["%s"]
			""";

	private final HttpClient http = HttpClient.newHttpClient();

	private final JsonMapper json = JsonMapper.shared();

	private final Process process;

	private final String address;

	private PrometheusServer(Process process, String address) {
		this.process = process;
		this.address = address;
	}

	static Optional<Path> executable() {
		return PLACES.stream().filter(Files::isExecutable).findFirst();
	}

	/**
	 * Starts one.
	 * @param executable Prometheus
	 * @param folder where it keeps its files
	 * @param target host and port of the shop
	 * @return the server, which may not answer yet
	 */
	static PrometheusServer start(Path executable, Path folder, String target) throws IOException {
		String address = "127.0.0.1:" + FreePort.find();
		Path configuration = Files.writeString(folder.resolve("prometheus.yml"), CONFIGURATION.replace("%s", target));
		Process process = new ProcessBuilder(executable.toString(), "--config.file=" + configuration,
				"--storage.tsdb.path=" + folder.resolve("data"), "--web.listen-address=" + address)
			.redirectErrorStream(true)
			.redirectOutput(folder.resolve("prometheus.log").toFile())
			.start();
		return new PrometheusServer(process, address);
	}

	/**
	 * Evaluates an expression now.
	 * @param expression in PromQL
	 * @return the series of the result
	 */
	JsonNode query(String expression) {
		return get("/api/v1/query?query=" + encode(expression));
	}

	/**
	 * Evaluates an expression over a time.
	 * @param expression in PromQL
	 * @param from from when, in seconds since 1970
	 * @param to until when
	 * @return the series of the result
	 */
	JsonNode query(String expression, long from, long to) {
		return get("/api/v1/query_range?step=1&start=" + from + "&end=" + to + "&query=" + encode(expression));
	}

	private JsonNode get(String path) {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + this.address + path)).build();
		try {
			JsonNode answer = this.json.readTree(this.http.send(request, BodyHandlers.ofString()).body());
			if (!answer.path("status").asString().equals("success")) {
				throw new IllegalStateException(answer.path("error").asString());
			}
			return answer.path("data").path("result");
		}
		catch (IOException ex) {
			return this.json.createArrayNode();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static String encode(String expression) {
		return URLEncoder.encode(expression, StandardCharsets.UTF_8);
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

}
