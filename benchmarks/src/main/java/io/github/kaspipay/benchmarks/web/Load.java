/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.web;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What one turn took the application, for each request.
 *
 * @param seconds the time
 * @param cpu the CPU seconds of the application
 * @param bytes what the application allocated
 * @param p99 the time that one request in a hundred exceeded, in seconds
 */
record Load(double seconds, double cpu, double bytes, double p99) {

	/**
	 * Sends requests over a number of connections, each one after the other.
	 */
	static Load send(List<byte[]> requests, List<Connection> connections, Server server) throws IOException {
		long[] nanos = new long[requests.size()];
		long bytes = server.allocated();
		Duration cpu = server.cpu();
		long start = System.nanoTime();
		ExecutorService threads = Executors.newFixedThreadPool(connections.size());
		try {
			List<Future<?>> running = new ArrayList<>();
			for (int c = 0; c < connections.size(); c++) {
				int first = c;
				running.add(threads.submit(() -> {
					for (int i = first; i < nanos.length; i += connections.size()) {
						long sent = System.nanoTime();
						connections.get(first).call(requests.get(i));
						nanos[i] = System.nanoTime() - sent;
					}
					return null;
				}));
			}
			for (Future<?> each : running) {
				each.get();
			}
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IOException(ex);
		}
		finally {
			threads.shutdown();
		}
		long end = System.nanoTime();
		Duration used = server.cpu().minus(cpu);
		long allocated = server.allocated() - bytes;
		Arrays.sort(nanos);
		double count = nanos.length;
		return new Load((end - start) / 1e9 / count, used.toMillis() / 1e3 / count, allocated / count,
				nanos[nanos.length * 99 / 100] / 1e9);
	}

}
