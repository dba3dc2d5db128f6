package io.github.kaspipay.ledger;

/**
 * Whose turn it is to ask Kaspi Pay about an order that several instances of the
 * application want to know about.
 */
public enum QuestionTurn {

	/**
	 * The caller asks.
	 */
	ASK,

	/**
	 * Another instance is asking; its answer is waited for.
	 */
	WAIT,

	/**
	 * Another instance asked a moment ago; its answer is in the ledger.
	 */
	ANSWERED

}
