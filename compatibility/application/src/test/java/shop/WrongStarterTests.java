/*
 * SPDX-License-Identifier: Apache-2.0
 */

package shop;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
class WrongStarterTests {

	@Test
	void applicationIsToldOfTheRightOne(CapturedOutput output) {
		String right = System.getProperty("right");
		String wrong = System.getProperty("starter");
		assertThatException().isThrownBy(() -> SpringApplication.run(ShopApplication.class));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("this application runs on " + System.getProperty("spring-boot.version") + ".")
			.contains("Remove " + wrong + " and use " + right + ".");
	}

}
