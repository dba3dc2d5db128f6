/*
 * SPDX-License-Identifier: Apache-2.0
 */

package io.github.kaspipay.sample.shop;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

import javax.imageio.ImageIO;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.NotFoundException;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import io.github.kaspipay.simulator.order.SimulatedOrder;
import io.github.kaspipay.testsupport.ChromiumExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A customer in front of a browser. Whatever a page of the shop loads from elsewhere, or
 * complains of, fails the test.
 */
@ExtendWith(ChromiumExtension.class)
abstract class BrowserTests extends RunningShop {

	private static final Pattern PAY = Pattern.compile("pay", Pattern.CASE_INSENSITIVE);

	private static final Pattern DECLINE = Pattern.compile("decline", Pattern.CASE_INSENSITIVE);

	private static final Pattern BACK = Pattern.compile("back to the shop", Pattern.CASE_INSENSITIVE);

	final List<String> complaints = new CopyOnWriteArrayList<>();

	Browser browser;

	@BeforeEach
	void takeBrowser(Browser browser) {
		this.browser = browser;
	}

	@AfterEach
	void endTheVisit() {
		this.browser.contexts().forEach(BrowserContext::close);
		this.kaspi.reset();
		assertThat(this.complaints).as("requests to others, errors and violations of the policy").isEmpty();
	}

	/**
	 * Opens the browser of one customer.
	 * @param screen what it is shown on
	 * @param language the language it asks for
	 * @return its options
	 */
	BrowserContext customer(Screen screen, String language) {
		return customer(screen.options().setLocale(language));
	}

	BrowserContext customer(Browser.NewContextOptions options) {
		BrowserContext context = this.browser.newContext(options);
		context.onRequest(this::requireOwn);
		context.onConsoleMessage((message) -> {
			if (message.text().contains("Content Security Policy")) {
				this.complaints.add(message.text());
			}
		});
		context.onWebError((error) -> this.complaints.add(error.error()));
		return context;
	}

	private void requireOwn(Request request) {
		if (!request.isNavigationRequest() && request.frame().url().startsWith(shop)
				&& !request.url().startsWith(shop + "/")) {
			this.complaints.add(request.url());
		}
	}

	/**
	 * Buys the rug.
	 * @param context the customer's browser
	 * @return the checkout page
	 */
	static Page buy(BrowserContext context) {
		Page page = context.newPage();
		page.navigate(shop + "/");
		page.locator(".product button").click();
		page.waitForURL(Pattern.compile(".*/checkout/.+"));
		return page;
	}

	SimulatedOrder order(Page page) {
		return super.order(page.url());
	}

	static void pressPayOnThePhone(Page phone) {
		phone.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(PAY)).first().click();
	}

	static void pressDeclineOnThePhone(Page phone) {
		phone.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(DECLINE)).first().click();
	}

	static void goBackToTheShop(Page phone) {
		phone.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(BACK)).first().click();
	}

	/**
	 * Scans what is to be seen of the page.
	 * @param page the page
	 * @return what its QR code says
	 * @throws NotFoundException if there is none that can be read
	 */
	static String scan(Page page) throws IOException, NotFoundException {
		Locator code = page.locator("img.qr:visible");
		PlaywrightAssertions.assertThat(code).hasJSProperty("complete", true);
		try {
			return decode(page.screenshot(), Map.of());
		}
		catch (com.google.zxing.ChecksumException | com.google.zxing.FormatException ex) {
			return scanAlone(code);
		}
	}

	/**
	 * The reader misjudges the corners of one code in a hundred, unless there is nothing
	 * else to be seen.
	 */
	private static String scanAlone(Locator code) throws IOException, NotFoundException {
		try {
			return decode(code.screenshot(), Map.of(DecodeHintType.PURE_BARCODE, true));
		}
		catch (com.google.zxing.ChecksumException | com.google.zxing.FormatException ex) {
			throw new AssertionError("The QR code on the page cannot be read", ex);
		}
	}

	private static String decode(byte[] picture, Map<DecodeHintType, ?> hints) throws IOException, NotFoundException,
			com.google.zxing.ChecksumException, com.google.zxing.FormatException {
		BufferedImage image = ImageIO.read(new ByteArrayInputStream(picture));
		return new QRCodeReader()
			.decode(new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(image))), hints)
			.getText();
	}

	static void shows(Page page, String heading) {
		PlaywrightAssertions.assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
			.hasText(heading);
	}

	/**
	 * What a page is shown on.
	 */
	enum Screen {

		/**
		 * A small phone.
		 */
		PHONE(360, 740),

		/**
		 * A desktop.
		 */
		DESKTOP(1440, 900);

		private final int width;

		private final int height;

		Screen(int width, int height) {
			this.width = width;
			this.height = height;
		}

		Browser.NewContextOptions options() {
			return new Browser.NewContextOptions().setViewportSize(this.width, this.height)
				.setIsMobile(this == PHONE)
				.setHasTouch(this == PHONE);
		}

	}

}
