/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.documentation;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

import com.sun.source.util.JavacTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that the Java of the documentation compiles. A block is a source file, the
 * members of a class, or statements of a method, whichever can be parsed. The packages of
 * the library are imported, and the names of {@link Surroundings}. Blocks of a page are
 * in the same package and can use each other's types.
 */
class JavaBlocksTests {

	private static final String IMPORTS = """
			import java.math.*;
			import java.net.*;
			import java.time.*;
			import java.util.*;
			import io.github.kaspipay.*;
			import io.github.kaspipay.autoconfigure.*;
			import io.github.kaspipay.checkpay.*;
			import io.github.kaspipay.event.*;
			import io.github.kaspipay.fee.*;
			import io.github.kaspipay.ledger.*;
			import io.github.kaspipay.merchant.*;
			import io.github.kaspipay.order.*;
			import io.github.kaspipay.outbox.*;
			import io.github.kaspipay.qr.*;
			import io.github.kaspipay.reactive.*;
			import io.github.kaspipay.simulator.*;
			import io.github.kaspipay.simulator.fault.*;
			import io.github.kaspipay.test.*;
			import io.github.kaspipay.webhook.*;
			import io.sentry.*;
			import org.junit.jupiter.api.*;
			import org.junit.jupiter.api.extension.*;
			import org.springframework.beans.factory.annotation.*;
			import org.springframework.boot.*;
			import org.springframework.boot.test.context.*;
			import org.springframework.boot.test.context.SpringBootTest.*;
			import org.springframework.context.annotation.*;
			import org.springframework.context.event.EventListener;
			import org.springframework.http.*;
			import org.springframework.jdbc.core.simple.*;
			import org.springframework.security.config.annotation.web.builders.*;
			import org.springframework.security.web.*;
			import org.springframework.stereotype.*;
			import org.springframework.transaction.annotation.*;
			import org.springframework.web.bind.annotation.*;
			import io.github.kaspipay.documentation.Surroundings;
			import reactor.core.publisher.*;
			import static io.github.kaspipay.documentation.Surroundings.*;
			import static org.assertj.core.api.Assertions.*;
			import static org.springframework.boot.test.context.SpringBootTest.WebEnvironment.*;
			import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.*;
			import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.*;
			""";

	private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();

	@Test
	void javaCompiles(@TempDir Path classes) throws IOException {
		List<Source> sources = Page.blocks("java").map(this::source).toList();
		assertThat(sources).hasSizeGreaterThan(15);
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		try (StandardJavaFileManager files = this.compiler.getStandardFileManager(null, Locale.ROOT,
				StandardCharsets.UTF_8)) {
			files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
			this.compiler.getTask(null, files, diagnostics, List.of("-proc:none", "-Xlint:deprecation"), null, sources)
				.call();
		}
		assertThat(diagnostics.getDiagnostics())
			.filteredOn((diagnostic) -> diagnostic.getKind() != Diagnostic.Kind.NOTE)
			.extracting(JavaBlocksTests::describe)
			.isEmpty();
	}

	private static String describe(Diagnostic<? extends JavaFileObject> diagnostic) {
		return ((diagnostic.getSource() instanceof Source source) ? source.where(diagnostic.getLineNumber()) : "")
				+ ": " + diagnostic.getMessage(Locale.ROOT);
	}

	private Source source(CodeBlock block) {
		List<Source> forms = List.of(new Source(block, "", ""),
				new Source(block, "abstract class " + name(block) + " extends Surroundings.Component {", "}"),
				new Source(block, "class " + name(block) + " { void run() throws Exception {", "}}"));
		return forms.stream()
			.filter(this::canBeParsed)
			.findFirst()
			.orElseThrow(() -> new AssertionError("Neither a source file, members nor statements: " + block));
	}

	private boolean canBeParsed(Source source) {
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		JavacTask task = (JavacTask) this.compiler.getTask(null, null, diagnostics, null, null, List.of(source));
		try {
			var units = task.parse();
			return diagnostics.getDiagnostics().isEmpty()
					&& units.iterator().next().getTypeDecls().stream().allMatch((type) -> isNamed(type.toString()));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isNamed(String type) {
		return type.contains("class ") || type.contains("interface ") || type.contains("record ")
				|| type.contains("enum ");
	}

	private static String name(CodeBlock block) {
		return "Line" + block.line();
	}

	private static final class Source extends SimpleJavaFileObject {

		private final CodeBlock block;

		private final String text;

		private Source(CodeBlock block, String beginning, String end) {
			super(URI.create("string:///" + packageName(block).replace('.', '/') + "/" + name(block) + ".java"),
					Kind.SOURCE);
			this.block = block;
			this.text = "package " + packageName(block) + ";\n" + IMPORTS + beginning + "\n" + block.text() + end;
		}

		private static String packageName(CodeBlock block) {
			return "page." + block.page().toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "_");
		}

		private String where(long line) {
			return this.block.page() + ":" + (this.block.line() + line - 2 - IMPORTS.lines().count());
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.text;
		}

	}

}
