/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.simulator.checkpay;

/**
 * How the merchant's answers have to be written.
 */
public enum AnswerFormat {

	/**
	 * JSON.
	 */
	JSON,

	/**
	 * XML.
	 */
	XML

}
