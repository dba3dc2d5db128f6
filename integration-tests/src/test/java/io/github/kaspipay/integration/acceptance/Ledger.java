/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.acceptance;

/**
 * Where the ledger is.
 */
enum Ledger {

	MEMORY,

	POSTGRESQL

}
