/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.documentation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * A page of the documentation.
 *
 * @param name its path below the project's root
 * @param document what it says
 */
record Page(String name, Node document) {

	static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Set<String> NO_DOCUMENTATION = Set.of("target", "src", ".git", "node_modules");

	private static final Pattern SOURCE = Pattern.compile("src=\"([^\"]+)\"");

	private static final Pattern UNCHECKED = Pattern.compile("<!-- not checked: (.+) -->");

	private static final Parser PARSER = Parser.builder()
		.extensions(List.of(TablesExtension.create()))
		.includeSourceSpans(IncludeSourceSpans.BLOCKS)
		.build();

	static List<Page> all() {
		List<Page> pages = new ArrayList<>();
		collect(ROOT, pages);
		return pages;
	}

	static Stream<CodeBlock> blocks(String... languages) {
		return all().stream()
			.flatMap((page) -> page.blocks().stream())
			.filter((block) -> block.unchecked() == null && List.of(languages).contains(block.language()));
	}

	private static void collect(Path directory, List<Page> pages) {
		try (Stream<Path> children = Files.list(directory)) {
			for (Path child : (Iterable<Path>) children.sorted()::iterator) {
				if (Files.isDirectory(child) && !NO_DOCUMENTATION.contains(child.getFileName().toString())) {
					collect(child, pages);
				}
				else if (child.toString().endsWith(".md")) {
					pages.add(new Page(ROOT.relativize(child).toString().replace('\\', '/'),
							PARSER.parse(Files.readString(child))));
				}
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	List<CodeBlock> blocks() {
		List<CodeBlock> blocks = new ArrayList<>();
		this.document.accept(new AbstractVisitor() {

			@Override
			public void visit(FencedCodeBlock block) {
				add(block, block.getInfo(), block.getLiteral());
			}

			@Override
			public void visit(IndentedCodeBlock block) {
				add(block, "", block.getLiteral());
			}

			private void add(Node block, String language, String text) {
				int line = block.getSourceSpans().get(0).getLineIndex() + 1;
				String reason = null;
				if (block.getPrevious() instanceof HtmlBlock comment) {
					var matcher = UNCHECKED.matcher(comment.getLiteral());
					reason = matcher.find() ? matcher.group(1) : null;
				}
				blocks.add(new CodeBlock(Page.this.name, line, language, text, reason));
			}

		});
		return blocks;
	}

	Set<String> anchors() {
		IdGenerator ids = IdGenerator.builder().build();
		Set<String> anchors = new HashSet<>();
		this.document.accept(new AbstractVisitor() {

			@Override
			public void visit(Heading heading) {
				String text = TextContentRenderer.builder().build().render(heading).replace("\"", "");
				anchors.add(ids.generateId(text));
			}

		});
		return anchors;
	}

	List<String> links() {
		List<String> links = new ArrayList<>();
		this.document.accept(new AbstractVisitor() {

			@Override
			public void visit(Link link) {
				links.add(link.getDestination());
				visitChildren(link);
			}

			@Override
			public void visit(Image image) {
				links.add(image.getDestination());
			}

			@Override
			public void visit(HtmlInline html) {
				SOURCE.matcher(html.getLiteral()).results().forEach((result) -> links.add(result.group(1)));
			}

		});
		return links;
	}

	List<String> codeSpans() {
		List<String> spans = new ArrayList<>();
		this.document.accept(new AbstractVisitor() {

			@Override
			public void visit(Code code) {
				spans.add(code.getLiteral());
			}

		});
		return spans;
	}

}
