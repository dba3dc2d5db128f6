/**
 * Kills, stops and starves instances of an application and their database, and counts
 * what its listeners did.
 */
@NullMarked
package io.github.kaspipay.test.crash;

import org.jspecify.annotations.NullMarked;
