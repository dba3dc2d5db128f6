/**
 * The client of the QR API.
 */
@NullMarked
package io.github.kaspipay.autoconfigure.qr;

import org.jspecify.annotations.NullMarked;
