/**
 * What can go wrong: {@link io.github.kaspipay.KaspiPayException} and its kinds.
 */
@NullMarked
package io.github.kaspipay;

import org.jspecify.annotations.NullMarked;
