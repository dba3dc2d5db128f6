package io.github.kaspipay.test;

import com.github.tomakehurst.wiremock.extension.requestfilter.AdminRequestFilterV2;
import com.github.tomakehurst.wiremock.extension.requestfilter.RequestFilterAction;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;

/**
 * Keeps pages of other sites off WireMock's own API, whose journal has access tokens.
 */
final class AdminFilter implements AdminRequestFilterV2 {

	@Override
	public RequestFilterAction filter(Request request, ServeEvent event) {
		return CrossSite.isCrossSite(request) ? RequestFilterAction.stopWith(ResponseDefinition.notPermitted(""))
				: RequestFilterAction.continueWith(request);
	}

	@Override
	public String getName() {
		return "kaspi-pay-admin";
	}

}
