// The simulator's control API, and the one call of Kaspi Pay's that this page makes.

const JOURNAL_LIMIT = 200;

async function call(method, path, body, headers = {}) {
  const answer = await fetch(path, {
    method,
    headers: (body === undefined) ? headers : { 'Content-Type': 'application/json', ...headers },
    body: (body === undefined) ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) {
    const problem = await answer.json().catch(() => ({}));
    throw new Error(problem.message ?? `Answered with ${answer.status}`);
  }
  return answer;
}

async function read(path) {
  return (await call('GET', path)).json();
}

/** Returns all that is to be known of the simulator: what was known before, if nothing has changed. */
export async function load(known) {
  const answer = await fetch('/simulator', { headers: known.version ? { 'If-None-Match': known.version } : {} });
  if (answer.status === 304) {
    return known;
  }
  if (!answer.ok) {
    throw new Error(`Answered with ${answer.status}`);
  }
  const simulator = await answer.json();
  const [orders, faults, requests, webhooks, checkPay, checkPayCalls, qrPayments] = await Promise.all([
    read('/simulator/orders'),
    read('/simulator/faults'),
    read(`/simulator/requests?limit=${JOURNAL_LIMIT}`),
    read(`/simulator/webhooks?limit=${JOURNAL_LIMIT}`),
    read('/simulator/check-pay'),
    read(`/simulator/check-pay/calls?limit=${JOURNAL_LIMIT}`),
    read('/simulator/qr/payments'),
  ]);
  return {
    version: answer.headers.get('ETag'), simulator, orders, faults, requests, webhooks, checkPay, checkPayCalls, qrPayments,
  };
}

/** Returns what connects an application to the simulator by a protocol. */
export async function properties(protocol) {
  return (await call('GET', `/simulator${protocol}/properties`)).text();
}

export function change(orderId, action, body) {
  return call('POST', `/simulator/orders/${encodeURIComponent(orderId)}/${action}`, body);
}

/** Does with a payment of the QR API what its customer does, or Kaspi. */
export function changeQr(paymentId, action, body) {
  return call('POST', `/simulator/qr/payments/${paymentId}/${action}`, body);
}

export function advance(seconds) {
  return call('POST', `/simulator/clock/advance?seconds=${seconds}`);
}

export function addFault(fault) {
  return call('POST', '/simulator/faults', fault);
}

export function clearFault(id) {
  return call('DELETE', `/simulator/faults/${encodeURIComponent(id)}`);
}

export function clearFaults() {
  return call('DELETE', '/simulator/faults');
}

/** Changes where and how Kaspi calls the merchant. */
export function changeCheckPay(changes) {
  return call('POST', '/simulator/check-pay', changes);
}

/** Has Kaspi call the merchant. */
export async function callCheckPay(action, body) {
  return (await call('POST', `/simulator/check-pay/${action}`, body)).json();
}

export async function repeatCheckPay({ command, transactionId }, times) {
  return (await call('POST', `/simulator/check-pay/${encodeURIComponent(transactionId)}/repeat?command=${command}&times=${times}`)).json();
}

export function reset() {
  return call('POST', '/simulator/reset');
}

/** Creates an order as a shop does. */
export async function create(simulator, { amount, reference, description, callbackUrl }) {
  const token = await (await call('POST', '/simulator/token')).text();
  const answer = await call('POST', '/payment/orders', {
    merchant: simulator.merchantId,
    amount: { value: Number(amount), currency: 'KZT' },
    description: description || undefined,
    reference,
    callback_url: callbackUrl || undefined,
  }, { Authorization: `Bearer ${token}` });
  return answer.json();
}
