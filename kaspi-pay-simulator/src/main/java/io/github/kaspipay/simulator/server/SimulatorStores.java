/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.server;

import com.github.tomakehurst.wiremock.common.FileSource;
import com.github.tomakehurst.wiremock.store.DefaultStores;
import com.github.tomakehurst.wiremock.store.RequestJournalStore;

/**
 * WireMock's stores, with a journal that keeps no credentials.
 */
final class SimulatorStores extends DefaultStores {

	private final RequestJournalStore journal = new RedactedJournalStore();

	SimulatorStores(FileSource files) {
		super(files);
	}

	@Override
	public RequestJournalStore getRequestJournalStore() {
		return this.journal;
	}

}
