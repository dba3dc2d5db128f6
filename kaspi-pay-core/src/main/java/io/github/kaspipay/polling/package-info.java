/**
 * Asks about the orders nobody told us of.
 */
@NullMarked
package io.github.kaspipay.polling;

import org.jspecify.annotations.NullMarked;
