/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.documentation;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the modules, profiles, tests, files and folders exist which the shell
 * commands of the documentation name. What talks to a simulator is run by
 * {@link SimulatorCommandsTests}.
 */
class ShellBlocksTests {

	private static final Pattern OPTION = Pattern.compile("(?<=^|\\s)(-pl|-P|-Dtest=)\\s*'?([^\\s']+)");

	private static final Pattern JAR = Pattern.compile("-jar (\\S+)/target/(\\S+)\\.jar");

	private static final Pattern EXTRACTED = Pattern.compile("(?<= )(io/github/kaspipay/\\S+)");

	/** Programs whose arguments name nothing of the project. */
	private static final Set<String> OTHERS = Set.of("git", "cd", "curl", "openssl", "kaspi", "token=$");

	private final List<Path> files = files();

	@TestFactory
	List<DynamicTest> whatCommandsNameExists() {
		return Page.blocks("shell")
			.flatMap((block) -> commands(block).map((command) -> DynamicTest.dynamicTest(block.where() + " " + command,
					() -> check(command, block.page()))))
			.toList();
	}

	@TestFactory
	List<DynamicTest> whatCommandsInTheTextNameExists() {
		return Page.all()
			.stream()
			.flatMap((page) -> page.codeSpans()
				.stream()
				.filter((span) -> span.startsWith("mvn "))
				.map((span) -> DynamicTest.dynamicTest(page.name() + " " + span, () -> checkMaven(span, page.name()))))
			.toList();
	}

	/**
	 * Returns the commands of a block: those of several lines in one, without comments.
	 * @param block the block
	 * @return its commands
	 */
	static Stream<String> commands(CodeBlock block) {
		return block.text()
			.replaceAll("\\\\\\n\\s*", " ")
			.lines()
			.map((line) -> line.replaceAll("(^|\\s+)# .*", "").strip())
			.filter((line) -> !line.isEmpty());
	}

	private void check(String command, String page) {
		String program = command.split("[ (]")[0];
		switch (program) {
			case "mvn" -> checkMaven(command, page);
			case "java", "samples/shop/target/kaspi-pay-sample-shop" -> checkJar(command);
			case "jar", "sed" -> checkExtracted(command);
			default -> assertThat(OTHERS).as("programs that a test knows").contains(program);
		}
	}

	private void checkMaven(String command, String page) {
		OPTION.matcher(command).results().forEach((option) -> {
			for (String value : option.group(2).split(",")) {
				switch (option.group(1)) {
					case "-pl" -> assertThat(Page.ROOT.resolve(value).resolve("pom.xml")).exists();
					case "-P" -> assertThat(profiles()).contains(value);
					default -> assertThat(tests(value)).as("tests %s, named on %s", value, page).isNotEmpty();
				}
			}
		});
	}

	private void checkJar(String command) {
		Matcher jar = JAR.matcher(command);
		if (jar.find() && !jar.group(1).isEmpty()) {
			assertThat(Page.ROOT.resolve(jar.group(1)).resolve("pom.xml")).exists();
			assertThat(jar.group(2)).startsWith(Path.of(jar.group(1)).getFileName().toString());
		}
	}

	private static void checkExtracted(String command) {
		Matcher folder = EXTRACTED.matcher(command);
		assertThat(folder.find()).isTrue();
		assertThat(ShellBlocksTests.class.getClassLoader().getResource(folder.group(1))).isNotNull();
	}

	private Set<String> profiles() {
		return this.files.stream()
			.filter((file) -> file.endsWith("pom.xml"))
			.flatMap((file) -> Pattern.compile("<profile>\\s*<id>([^<]+)</id>").matcher(read(file)).results())
			.map((profile) -> profile.group(1))
			.collect(Collectors.toSet());
	}

	private List<Path> tests(String pattern) {
		String glob = pattern.contains("*.") ? "**/" + pattern.replace("*.", "**/").replace(".", "/") : "**/" + pattern;
		PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob.split("#")[0] + ".java");
		return this.files.stream().filter(matcher::matches).toList();
	}

	private static List<Path> files() {
		try (Stream<Path> files = Files.walk(Page.ROOT)) {
			return files.filter((file) -> file.endsWith("pom.xml") || file.toString().matches(".*/src/test/.*\\.java"))
				.toList();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
