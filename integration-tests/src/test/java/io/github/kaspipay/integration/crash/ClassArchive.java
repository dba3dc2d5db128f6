/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.integration.crash;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * An archive of the instances' classes, which halves what their starts cost. It is made
 * of jars only, so directories are packed, and by whichever JVM of the tests needs it
 * first. Without it, instances start all the same.
 */
final class ClassArchive {

	private static final Path DIRECTORY = Path.of("target", "crash-classes");

	private static final Path ARCHIVE = DIRECTORY.resolve("classes.jsa");

	/**
	 * Says which classes the archive is of.
	 */
	private static final Path MADE_OF = DIRECTORY.resolve("made-of");

	private static final String CLASSES = classes();

	private ClassArchive() {
	}

	/**
	 * Makes the archive, if there is none of these classes.
	 * @param training starts an instance with these arguments for its JVM, and ends it
	 */
	static void prepare(Consumer<List<String>> training) {
		try {
			Files.createDirectories(DIRECTORY);
			try (FileChannel channel = FileChannel.open(DIRECTORY.resolve("lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE)) {
				channel.lock();
				if (!isMade()) {
					Files.deleteIfExists(MADE_OF);
					Files.deleteIfExists(ARCHIVE);
					pack();
					training.accept(List.of("-XX:ArchiveClassesAtExit=" + ARCHIVE, "-cp", packedClassPath()));
					Files.writeString(MADE_OF, CLASSES);
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns an instance's arguments for its JVM.
	 */
	static List<String> arguments() {
		return isMade() ? List.of("-XX:SharedArchiveFile=" + ARCHIVE, "-Xlog:disable", "-Xlog:all=error", "-cp",
				packedClassPath()) : List.of("-cp", System.getProperty("java.class.path"));
	}

	private static boolean isMade() {
		try {
			return Files.exists(MADE_OF) && Files.readString(MADE_OF).equals(CLASSES);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String classes() {
		return elements().flatMap(ClassArchive::files)
			.map((file) -> file + " " + file.toFile().length() + " " + file.toFile().lastModified())
			.collect(Collectors.joining("\n"));
	}

	private static Stream<Path> files(Path element) {
		try (Stream<Path> files = Files.walk(element)) {
			return files.filter(Files::isRegularFile).sorted().toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Stream<Path> elements() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.map(Path::of)
			.filter(Files::exists);
	}

	private static String packedClassPath() {
		return elements().map((element) -> (Files.isDirectory(element) ? jar(element) : element).toString())
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static Path jar(Path directory) {
		return DIRECTORY.resolve(directory.toString().replaceAll("[^A-Za-z0-9-]", "_") + ".jar");
	}

	private static void pack() throws IOException {
		for (Path directory : elements().filter(Files::isDirectory).toList()) {
			try (OutputStream file = Files.newOutputStream(jar(directory));
					ZipOutputStream zip = new ZipOutputStream(file)) {
				zip.setLevel(0);
				for (Path each : files(directory).toList()) {
					zip.putNextEntry(
							new ZipEntry(directory.relativize(each).toString().replace(File.separatorChar, '/')));
					Files.copy(each, zip);
				}
			}
		}
	}

}
