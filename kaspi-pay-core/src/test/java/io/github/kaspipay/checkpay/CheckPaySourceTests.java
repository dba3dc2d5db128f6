/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.checkpay;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class CheckPaySourceTests {

	private static final String KASPI = "194.187.247.152";

	@Test
	void withoutProxiesThePeerCountsAndNothingElse() {
		CheckPaySource source = source(List.of(KASPI), List.of());
		assertThat(source.isAllowed(KASPI, List.of())).isTrue();
		assertThat(source.isAllowed(KASPI, List.of("1.2.3.4"))).isTrue();
		assertThat(source.isAllowed("1.2.3.4", List.of(KASPI))).isFalse();
		assertThat(source.isAllowed("127.0.0.1", List.of(KASPI))).isFalse();
	}

	@Test
	void aTrustedProxysLastHopCounts() {
		CheckPaySource source = source(List.of(KASPI), List.of("10.0.0.0/8"));
		assertThat(source.isAllowed("10.1.2.3", List.of(KASPI))).isTrue();
		assertThat(source.isAllowed("10.1.2.3", List.of("6.6.6.6, " + KASPI))).isTrue();
		assertThat(source.isAllowed("10.1.2.3", List.of(KASPI + ", 6.6.6.6"))).isFalse();
		assertThat(source.isAllowed("10.1.2.3", List.of(KASPI, "6.6.6.6"))).isFalse();
		assertThat(source.isAllowed("10.1.2.3", List.of("6.6.6.6", KASPI))).isTrue();
		assertThat(source.isAllowed("10.1.2.3", List.of())).isFalse();
		assertThat(source.isAllowed("6.6.6.6", List.of(KASPI))).isFalse();
	}

	@Test
	void severalTrustedProxiesAreGoneThroughHopByHop() {
		CheckPaySource source = source(List.of(KASPI), List.of("10.0.0.0/8", "172.16.0.1"));
		assertThat(source.isAllowed("10.1.2.3", List.of(KASPI + ", 172.16.0.1"))).isTrue();
		assertThat(source.isAllowed("10.1.2.3", List.of(KASPI + ",172.16.0.1", "10.9.9.9"))).isTrue();
		assertThat(source.isAllowed("10.1.2.3", List.of(KASPI + ", 172.16.0.2"))).isFalse();
		assertThat(source.isAllowed("10.1.2.3", List.of(KASPI + ", 6.6.6.6, 172.16.0.1"))).isFalse();
		assertThat(source.isAllowed("10.1.2.3", List.of("10.1.2.3, 172.16.0.1"))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", ",", "unknown", "194.187.247.152,", "194.187.247.152 x", "194.187.247.0152",
			"194.187.247", "3267115928", "localhost", "kaspi.kz", "::ffff:194.187.247.152.", "[", "1:2", "%" })
	void whatIsNoAddressIsNobodys(String forwardedFor) {
		CheckPaySource source = source(List.of("194.187.247.152"), List.of("10.0.0.1"));
		assertThat(source.isAllowed("10.0.0.1", List.of(forwardedFor))).isFalse();
		assertThat(source.isAllowed(forwardedFor, List.of())).isFalse();
	}

	@Test
	void ipv6AndMappedIpv4() {
		CheckPaySource source = source(List.of("2001:db8::/33", "194.187.247.152", "::1"), List.of("fe80::/10"));
		assertThat(source.isAllowed("2001:db8:0:0:0:0:0:1", List.of())).isTrue();
		assertThat(source.isAllowed("2001:db8:7fff::1", List.of())).isTrue();
		assertThat(source.isAllowed("2001:db8:8000::1", List.of())).isFalse();
		assertThat(source.isAllowed("0:0:0:0:0:0:0:1", List.of())).isTrue();
		assertThat(source.isAllowed("::ffff:194.187.247.152", List.of())).isTrue();
		assertThat(source.isAllowed("::ffff:c2bb:f798", List.of())).isTrue();
		assertThat(source.isAllowed("fe80:0:0:0:1:2:3:4%eth0", List.of("2001:db8::5"))).isTrue();
		assertThat(source.isAllowed("fe80:0:0:0:1:2:3:4%eth0", List.of("2001:db9::5"))).isFalse();
	}

	@Test
	void rangesOfEveryLength() {
		for (int prefix = 0; prefix <= 32; prefix++) {
			AddressRange range = AddressRange.parse("170.170.170.170/" + prefix);
			byte[] address = { (byte) 170, (byte) 170, (byte) 170, (byte) 170 };
			assertThat(range.contains(address)).isTrue();
			for (int bit = 0; bit < 32; bit++) {
				byte[] other = Arrays.copyOf(address, 4);
				other[bit / 8] ^= (byte) (0x80 >> (bit % 8));
				assertThat(range.contains(other)).as("/%s, bit %s", prefix, bit).isEqualTo(bit >= prefix);
			}
		}
	}

	@Test
	void theLongestAddressIsOne() {
		String longest = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255";
		assertThat(AddressRange.parse(longest).contains(AddressRange.address(longest))).isTrue();
		assertThat(AddressRange.address("0" + longest)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "kaspi.kz", "1.2.3", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/-1", "1.2.3.4/x", "::/129",
			"1.2.3.4/8/8", "256.1.1.1", "01.2.3.4", "1.2.3.4 ", "*" })
	void whatIsNoRangeIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.parse(text)).withMessageStartingWith("must");
	}

	private static CheckPaySource source(List<String> allowed, List<String> trusted) {
		return new CheckPaySource(allowed.stream().map(AddressRange::parse).toList(),
				trusted.stream().map(AddressRange::parse).toList());
	}

}
