/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.ledger;

/**
 * Reads the ledger's figures. Thread-safe. Internal: it may change in any release.
 */
@FunctionalInterface
public interface LedgerFiguresSource {

	/**
	 * Reads all figures at once, which may take as long as the database takes. Callers
	 * who cannot wait for that use {@link LedgerFiguresCache}.
	 * @return the figures
	 */
	LedgerFigures read();

}
