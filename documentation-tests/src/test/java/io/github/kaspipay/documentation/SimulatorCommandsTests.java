/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.documentation;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.sun.net.httpserver.HttpServer;
import io.github.kaspipay.simulator.KaspiPaySimulator;
import io.github.kaspipay.simulator.qr.SimulatedQrScheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests that a simulator does what the documentation's {@code curl} commands ask for. An
 * id or token in them stands for the one that the simulator has said last.
 */
class SimulatorCommandsTests {

	/** What stands for something said by the simulator, and where it was said. */
	private static final Map<Pattern, Pattern> STAND_INS = Map.of(Pattern.compile("(?<=\"DeviceToken\":\")…"),
			Pattern.compile("\"DeviceToken\":\"([^\"]+)\""), Pattern.compile("12800012345"),
			Pattern.compile("\"QrPaymentId\":(\\d+)"), Pattern.compile("1790000000000001"),
			Pattern.compile("\"transactionId\":\"(\\d+)\""), Pattern.compile("ORD-2026-05-09-k3x9q2-001"),
			Pattern.compile("\"orderId\":\"([^\"]+)\""));

	@TempDir
	private Path directory;

	private final List<String> definitions = new ArrayList<>();

	private final Map<Pattern, String> said = new LinkedHashMap<>();

	@Test
	void simulatorUnderstandsEachCommand() throws Exception {
		assumeTrue(canRun("command -v curl && test -e /proc/sys/kernel/random/uuid"), "no curl, or no Linux");
		HttpServer merchant = merchant();
		try (KaspiPaySimulator simulator = KaspiPaySimulator.builder()
			.checkPayUrl(URI.create("http://localhost:" + merchant.getAddress().getPort()))
			.start()) {
			List<String> commands = Page.blocks("shell")
				.flatMap(ShellBlocksTests::commands)
				.filter((command) -> command.matches("(curl .*localhost:8089|kaspi|token=).*"))
				.toList();
			assertThat(commands).hasSizeGreaterThan(10);
			for (String command : commands) {
				run(command.replace("localhost:8089", "localhost:" + simulator.port())
					.replace("https://localhost:8543",
							simulator.qr().baseUrl(SimulatedQrScheme.ENHANCED).replace("/r3/v01", "")));
			}
		}
		finally {
			merchant.stop(0);
		}
	}

	private static boolean canRun(String command) {
		try {
			return new ProcessBuilder("bash", "-c", command).start().waitFor() == 0;
		}
		catch (IOException ex) {
			return false;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private void run(String command) throws Exception {
		if (command.startsWith("kaspi()") || command.startsWith("token=")) {
			this.definitions.add(command);
			return;
		}
		String script = "curl() { command curl -sS --fail-with-body --max-time 10 \"$@\"; }\n"
				+ String.join("\n", this.definitions) + "\n" + withWhatWasSaid(command);
		Process shell = new ProcessBuilder("bash", "-ec", script).directory(this.directory.toFile())
			.redirectErrorStream(true)
			.start();
		String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
		assertThat(shell.exitValue()).as("%s%n%s", command, output).isZero();
		remember(output);
	}

	private void remember(String output) {
		for (Map.Entry<Pattern, Pattern> standIn : STAND_INS.entrySet()) {
			Matcher matcher = standIn.getValue().matcher(output);
			if (matcher.find()) {
				this.said.put(standIn.getKey(), matcher.group(1));
			}
		}
	}

	private String withWhatWasSaid(String command) {
		String result = command;
		for (Map.Entry<Pattern, String> entry : this.said.entrySet()) {
			result = entry.getKey().matcher(result).replaceAll(Matcher.quoteReplacement(entry.getValue()));
		}
		return result;
	}

	/** Lets every account pay. */
	private static HttpServer merchant() throws IOException {
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			String id = exchange.getRequestURI().getQuery().replaceAll(".*txn_id=([^&]*).*", "$1");
			byte[] answer = ("{\"txn_id\":\"" + id + "\",\"result\":0,\"sum\":25000}").getBytes(StandardCharsets.UTF_8);
			exchange.sendResponseHeaders(200, answer.length);
			exchange.getResponseBody().write(answer);
			exchange.close();
		});
		server.start();
		return server;
	}

}
