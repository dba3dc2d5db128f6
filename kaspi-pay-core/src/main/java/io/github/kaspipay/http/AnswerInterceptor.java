package io.github.kaspipay.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

import org.slf4j.MDC;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Reads an answer whole, but never more than a bound, puts its request id into the MDC,
 * and refuses it unless it is a 2xx: here, where no status handler of the application's
 * can make a success of it.
 */
final class AnswerInterceptor implements ClientHttpRequestInterceptor {

	static final int MAX_BYTES = 1024 * 1024;

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		try (ClientHttpResponse response = execution.execute(request, body)) {
			RequestId.of(response.getHeaders())
				.ifPresentOrElse((id) -> MDC.put(RequestId.MDC_KEY, id), () -> MDC.remove(RequestId.MDC_KEY));
			byte[] content = response.getBody().readNBytes(MAX_BYTES + 1);
			if (content.length > MAX_BYTES) {
				throw new AnswerTooLongException(response.getStatusCode().value(), response.getHeaders());
			}
			ReadAnswer answer = new ReadAnswer(response.getStatusCode(), response.getStatusText(),
					response.getHeaders(), content);
			if (!answer.getStatusCode().is2xxSuccessful()) {
				throw ErrorAnswer.toException(answer);
			}
			return answer;
		}
	}

	static final class AnswerTooLongException extends IOException {

		private final int status;

		private final transient HttpHeaders headers;

		AnswerTooLongException(int status, HttpHeaders headers) {
			super("The answer is longer than " + MAX_BYTES + " bytes");
			this.status = status;
			this.headers = headers;
		}

		int getStatus() {
			return this.status;
		}

		HttpHeaders getHeaders() {
			return this.headers;
		}

	}

	private record ReadAnswer(HttpStatusCode statusCode, String statusText, HttpHeaders headers,
			byte[] content) implements ClientHttpResponse {

		@Override
		public HttpStatusCode getStatusCode() {
			return this.statusCode;
		}

		@Override
		public String getStatusText() {
			return this.statusText;
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public InputStream getBody() {
			return new ByteArrayInputStream(this.content);
		}

		@Override
		public void close() {
		}

	}

}
