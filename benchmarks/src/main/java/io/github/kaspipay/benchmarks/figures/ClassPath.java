/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.benchmarks.figures;

import java.io.File;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The class path of this process, less what an application in a JVM of its own does not
 * have.
 */
public final class ClassPath {

	/**
	 * What an application without a database does not have.
	 */
	public static final String DATABASE = "postgres|HikariCP|spring-(boot-|boot-starter-)?jdbc|"
			+ "spring-tx|spring-boot-(sql|transaction|persistence)";

	/**
	 * What one without Redis does not have.
	 */
	public static final String REDIS = "spring-data|lettuce|/netty-|reactor-core|embedded-redis|redis-authx";

	private ClassPath() {
	}

	/**
	 * Returns the class path less some of its entries.
	 * @param left the regular expressions of what is left out
	 * @return the class path
	 */
	public static String without(String... left) {
		Pattern pattern = Pattern.compile(String.join("|", left));
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !pattern.matcher(entry).find())
			.collect(Collectors.joining(File.pathSeparator));
	}

}
