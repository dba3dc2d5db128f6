// Calls as commands to paste into a shell. None of them contains a secret or a token.

function quote(text) {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function command(parts) {
  return parts.filter(Boolean).join(' \\\n  ');
}

function authorization(baseUrl) {
  return `-H "Authorization: Bearer $(curl -s -X POST ${baseUrl}/simulator/token)"`;
}

/** Repeats a call of the QR API, with the certificates as they are downloaded. */
function ofQrRequest(simulator, request) {
  const basic = request.path.startsWith('/r1/');
  return command([
    `curl -i -X ${request.method} --cacert authority.pem${basic ? '' : ' --cert client.pem'} ${quote(simulator.qrBaseUrl + request.path)}`,
    `-H "X-Request-ID: $(uuidgen)"`,
    basic && '-H "Api-Key: ${KASPI_API_KEY:?is not set}"',
    request.body && "-H 'Content-Type: application/json'",
    request.body && `--data-binary ${quote(request.body).replace('"DeviceToken":"***"', `"DeviceToken":"'"\${KASPI_DEVICE_TOKEN:?is not set}"'"`)}`,
  ]);
}

/** Repeats a call of the API, with a token of its own. */
export function ofRequest(simulator, request) {
  if (/^\/r[123]\//.test(request.path)) {
    return ofQrRequest(simulator, request);
  }
  const isToken = request.path === '/oauth/token';
  return command([
    `curl -i -X ${request.method} ${quote(simulator.baseUrl + request.path)}`,
    isToken ? `-u ${quote(simulator.clientId)}:"\${KASPI_CLIENT_SECRET:?is not set}"` : authorization(simulator.baseUrl),
    request.body && !isToken && "-H 'Content-Type: application/json'",
    request.body && `--data-binary ${quote(request.body)}`,
  ]);
}

/** Sends the same bytes and the same signature to the same receiver. */
export function ofWebhook(webhook) {
  return command([
    `curl -i ${quote(webhook.url)}`,
    "-H 'Content-Type: application/json'",
    `-H ${quote(`X-Kaspi-Signature: ${webhook.signature}`)}`,
    `--data-binary ${quote(webhook.body)}`,
  ]);
}

/** Creates an order with a new reference. */
export function ofNewOrder(simulator) {
  const body = quote(`{"merchant":${JSON.stringify(simulator.merchantId)},"amount":{"value":25000,"currency":"KZT"},"reference":"order_@"}`);
  return command([
    `curl ${simulator.baseUrl}/payment/orders`,
    authorization(simulator.baseUrl),
    "-H 'Content-Type: application/json'",
    `-d ${body.replace('@', "'$(date +%s)'")}`,
  ]);
}

/** Calls the merchant as Kaspi did. A shared secret is left to whoever knows it. */
export function ofCheckPayCall(call) {
  return command([`curl -i ${quote(call.url)}`, `-H ${quote(`X-Forwarded-For: ${call.address}`)}`]);
}
