package io.github.kaspipay.test.fault;

/**
 * How often a fault happens.
 */
final class Times {

	private Times() {
	}

	static int check(int times) {
		if (times < 1) {
			throw new IllegalArgumentException("A fault must happen at least once, not %s times".formatted(times));
		}
		return times;
	}

}
