/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.documentation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the configuration reference says what the configuration metadata says. With
 * {@code -Ddocs.update=true} it is written anew.
 */
class ConfigurationReferenceTests {

	private static final Path PAGE = Page.ROOT.resolve("docs/configuration-reference.md");

	@Test
	void referenceIsThatOfTheMetadata() throws IOException {
		String reference = new ConfigurationReference(new ConfigurationMetadata()).render();
		if (Boolean.getBoolean("docs.update")) {
			Files.writeString(PAGE, reference);
		}
		assertThat(Files.readString(PAGE))
			.as("%s is stale. Write it anew: mvn -pl documentation-tests -am test -Dtest=ConfigurationReferenceTests"
					+ " -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.update=true", PAGE)
			.isEqualTo(reference);
	}

}
