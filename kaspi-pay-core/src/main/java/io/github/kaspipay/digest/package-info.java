/**
 * Digests of what is compared or looked up without being kept. Internal.
 */
@NullMarked
package io.github.kaspipay.digest;

import org.jspecify.annotations.NullMarked;
