/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.polling;

import java.time.Duration;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * What the customer of one order does.
 *
 * @param paysAfter how long after the order's creation, or {@code null} for never
 * @param isWebhookLost whether nothing tells of the payment
 * @param looksAfter when the return page is opened, or {@code null} for never
 */
record Customer(@Nullable Duration paysAfter, boolean isWebhookLost, @Nullable Duration looksAfter) {

	static final double PAYING = 0.8;

	private static final double MEDIAN_SECONDS = 120;

	private static final double SIGMA = 0.6;

	private static final int LAST_SECOND = 900;

	/**
	 * Four in five pay, most of them after one to four minutes and none after the 15 that
	 * a QR code is valid. One in five of those opens the return page: most a few seconds
	 * after the payment, some a little before it counts.
	 */
	static Customer draw(Random random, double webhookLoss) {
		boolean pays = random.nextDouble() < PAYING;
		double seconds = Math.min(LAST_SECOND, MEDIAN_SECONDS * Math.exp(SIGMA * random.nextGaussian()));
		boolean lost = random.nextDouble() < webhookLoss;
		boolean looks = random.nextDouble() < 0.2;
		boolean early = random.nextDouble() < 0.3;
		double lag = 2 + 18 * random.nextDouble();
		if (!pays) {
			return new Customer(null, lost, null);
		}
		double looksAfter = Math.max(1, early ? seconds - lag : seconds + lag);
		return new Customer(ofSeconds(seconds), lost, looks ? ofSeconds(looksAfter) : null);
	}

	/**
	 * Returns the share of customers who paid, for each second of an order's age.
	 */
	static double[] paidByAge() {
		Random random = new Random(1);
		int customers = 1_000_000;
		double[] paid = new double[LAST_SECOND + 2];
		for (int i = 0; i < customers; i++) {
			Duration paysAfter = draw(random, 0).paysAfter();
			if (paysAfter != null) {
				paid[(int) paysAfter.toSeconds() + 1]++;
			}
		}
		for (int second = 1; second < paid.length; second++) {
			paid[second] = paid[second - 1] + paid[second] / customers;
		}
		return paid;
	}

	private static Duration ofSeconds(double seconds) {
		return Duration.ofMillis(Math.round(seconds * 1000));
	}

}
