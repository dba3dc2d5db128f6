/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/**
 * The product page.
 */
@Controller
class ProductController {

	@GetMapping("/")
	String product(Model model) {
		model.addAttribute("product", Product.RUG);
		return "product";
	}

}
