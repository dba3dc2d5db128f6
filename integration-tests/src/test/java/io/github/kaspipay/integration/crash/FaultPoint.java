/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

/**
 * Where an instance can be made to stop or to fail.
 */
enum FaultPoint {

	/**
	 * A webhook or payment is written and not committed.
	 */
	INTAKE_BEFORE_COMMIT,

	/**
	 * A webhook or payment is committed and not answered.
	 */
	INTAKE_AFTER_COMMIT,

	/**
	 * The listener has the event and did nothing yet.
	 */
	LISTENER_STARTED,

	/**
	 * The listener has done its work; nothing is committed.
	 */
	LISTENER_WROTE,

	/**
	 * The second of two listeners has the event.
	 */
	SECOND_LISTENER,

	/**
	 * The event is marked delivered; nothing is committed.
	 */
	DELIVERY_BEFORE_COMMIT,

	/**
	 * The event is delivered and committed; the instance does not know yet.
	 */
	DELIVERY_AFTER_COMMIT,

	/**
	 * Kaspi Pay has answered a status query; the answer is not written.
	 */
	ANSWER_READ,

	/**
	 * The status that Kaspi Pay answered is written and not committed.
	 */
	ANSWER_BEFORE_COMMIT,

	/**
	 * The status that Kaspi Pay answered is committed; nobody was told of it.
	 */
	ANSWER_AFTER_COMMIT,

	/**
	 * A refund is written down and not sent.
	 */
	REFUND_BEFORE_CALL,

	/**
	 * Kaspi Pay has accepted a refund; nothing of it is written.
	 */
	REFUND_AFTER_CALL,

	/**
	 * A refund's answer is written and not committed.
	 */
	REFUND_BEFORE_COMMIT,

	/**
	 * A refund's answer is committed; the caller does not know yet.
	 */
	REFUND_AFTER_COMMIT

}
