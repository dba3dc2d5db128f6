/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import org.springframework.web.servlet.view.RedirectView;

/**
 * The answer to a form: 303, so that reloading the page does not send the form again.
 */
final class SeeOther extends RedirectView {

	SeeOther(String path) {
		super(path, true, false, false);
	}

	static SeeOther checkout(String token) {
		return new SeeOther("/checkout/" + token);
	}

}
