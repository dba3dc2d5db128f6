/**
 * Strict JSON as it is on Kaspi Pay's wire, whatever the application's own mapper does.
 */
@NullMarked
package io.github.kaspipay.json;

import org.jspecify.annotations.NullMarked;
