/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.qr;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

import io.github.kaspipay.simulator.journal.StateVersion;
import io.github.kaspipay.simulator.wire.ApiException;

/**
 * The QR codes by which customers identify for refunds. Safe for use by several threads.
 */
final class QrReturnBook {

	private final StateVersion version;

	private final Clock clock;

	private final Map<String, SimulatedQrReturn> returns = new LinkedHashMap<>();

	private long lastId;

	QrReturnBook(StateVersion version, Clock clock) {
		this.version = version;
		this.clock = clock;
	}

	synchronized SimulatedQrReturn create(String tradePointId, QrWindows windows) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.MILLIS);
		String id = Long.toString(++this.lastId);
		return store(new SimulatedQrReturn(id, SimulatedQrReturn.CREATED, tradePointId,
				String.format(Locale.ROOT, "51236903777280167836178%018d", this.lastId), now,
				now.plus(windows.scan())));
	}

	synchronized Optional<SimulatedQrReturn> find(String returnId) {
		return Optional.ofNullable(this.returns.get(returnId));
	}

	synchronized SimulatedQrReturn scan(String returnId) {
		SimulatedQrReturn found = find(returnId)
			.orElseThrow(() -> new NoSuchElementException("There is no return " + returnId));
		if (found.isIdentified() || !this.clock.instant().isBefore(found.expiresAt())) {
			throw new ApiException(409, "RETURN_STATUS_CONFLICT", String.format(Locale.ROOT,
					"Return %s is %s, or its time is over, and cannot be scanned", returnId, found.status()));
		}
		return store(found.identified());
	}

	/**
	 * Returns the codes that wait for a scan.
	 */
	synchronized List<SimulatedQrReturn> open() {
		return this.returns.values()
			.stream()
			.filter((each) -> !each.isIdentified() && this.clock.instant().isBefore(each.expiresAt()))
			.toList();
	}

	synchronized List<SimulatedQrReturn> all() {
		return new ArrayList<>(this.returns.values());
	}

	synchronized void reset() {
		this.returns.clear();
		this.version.increment();
	}

	private SimulatedQrReturn store(SimulatedQrReturn changed) {
		this.returns.put(changed.returnId(), changed);
		this.version.increment();
		return changed;
	}

}
