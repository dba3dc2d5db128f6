/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.web;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

import static io.github.kaspipay.benchmarks.figures.Turns.median;
import static io.github.kaspipay.benchmarks.figures.Turns.ratio;

/**
 * Paid webhooks over HTTP, the ledger in memory, by an application on virtual threads and
 * one on the usual ones, in turns; and whether a virtual thread was pinned. Needs Java 21
 * or newer: {@code -Dweb.java} says where it is.
 */
public final class VirtualThreadsApplication {

	private static final int CONNECTIONS = 12;

	private static final int REQUESTS = 4000;

	private static final int WARM_UP = 20;

	private static final File RECORDING = new File("target/virtual.jfr");

	private VirtualThreadsApplication() {
	}

	/**
	 * Measures, and prints ratios.
	 * @param args how many turns each side has after warming up, 30 if left out
	 * @throws IOException if an application cannot be started
	 */
	public static void main(String[] args) throws IOException {
		int turns = (args.length > 0) ? Integer.parseInt(args[0]) : 30;
		try (Server virtual = server(true); Server usual = server(false)) {
			System.out.println(compare(virtual, usual, turns));
		}
		System.out.println("Pinned: " + pinned());
	}

	private static Server server(boolean virtual) throws IOException {
		List<String> jvm = virtual ? List.of("-XX:StartFlightRecording:filename=" + RECORDING
				+ ",settings=none,+jdk.VirtualThreadPinned#enabled=true,+jdk.VirtualThreadPinned#threshold=0ms,"
				+ "+jdk.VirtualThreadPinned#stackTrace=true,+jdk.VirtualThreadStart#enabled=true") : List.of();
		return new Server(jvm, List.of("--spring.threads.virtual.enabled=" + virtual),
				new File("target/virtual-" + virtual + ".log"));
	}

	private static String compare(Server virtual, Server usual, int turns) throws IOException {
		List<List<Load>> loads = List.of(new ArrayList<>(), new ArrayList<>());
		List<Server> servers = List.of(virtual, usual);
		List<List<Connection>> connections = List.of(virtual.connections(CONNECTIONS), usual.connections(CONNECTIONS));
		for (int turn = 0; turn < WARM_UP + turns; turn++) {
			int first = turn * REQUESTS;
			for (int i = 0; i < 2; i++) {
				int which = (turn + i) % 2;
				servers.get(which).open(first, REQUESTS);
				Load load = Load.send(IntStream.range(first, first + REQUESTS)
					.mapToObj((number) -> SignedWebhooks.request("/webhook/kaspi", number, 0))
					.toList(), connections.get(which), servers.get(which));
				if (turn >= WARM_UP) {
					loads.get(which).add(load);
				}
			}
		}
		return String.format(Locale.ROOT,
				"%.0f/s on virtual threads beside %.0f/s, throughput %s; CPU %s; p99 %.1f ms, %s",
				1 / median(loads.get(0), Load::seconds), 1 / median(loads.get(1), Load::seconds),
				ratio(loads.get(1), loads.get(0), Load::seconds), ratio(loads.get(0), loads.get(1), Load::cpu),
				1e3 * median(loads.get(0), Load::p99), ratio(loads.get(0), loads.get(1), Load::p99));
	}

	/**
	 * Reads the recording, which is written when the application ends.
	 */
	private static String pinned() throws IOException {
		List<RecordedEvent> events = RecordingFile.readAllEvents(Path.of(RECORDING.getPath()));
		List<RecordedEvent> pinned = events.stream()
			.filter((event) -> event.getEventType().getName().equals("jdk.VirtualThreadPinned"))
			.toList();
		long started = events.stream()
			.filter((event) -> event.getEventType().getName().equals("jdk.VirtualThreadStart"))
			.count();
		return pinned.size() + " times, of " + started + " virtual threads"
				+ pinned.stream()
					.limit(10)
					.map((event) -> "\n" + event.getDuration().toNanos() / 1000 + " µs in "
							+ event.getStackTrace().getFrames().get(0).getMethod().getName())
					.reduce("", String::concat);
	}

}
