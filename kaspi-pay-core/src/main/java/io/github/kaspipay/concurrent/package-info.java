/**
 * How callers wait: for each other's calls, and for a while. Internal.
 */
@NullMarked
package io.github.kaspipay.concurrent;

import org.jspecify.annotations.NullMarked;
