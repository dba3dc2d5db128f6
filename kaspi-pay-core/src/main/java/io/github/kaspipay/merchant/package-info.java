/**
 * Several merchants in one application.
 */
@NullMarked
package io.github.kaspipay.merchant;

import org.jspecify.annotations.NullMarked;
