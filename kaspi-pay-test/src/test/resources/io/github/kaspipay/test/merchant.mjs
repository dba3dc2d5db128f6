// A merchant's program, written from the description of the API alone.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import http from 'node:http';

const { KASPI_URL, CLIENT_ID, CLIENT_SECRET, MERCHANT, WEBHOOK_SECRET } = process.env;

const webhooks = [];
const waiting = [];
const receiver = http.createServer((request, response) => {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    const expected = crypto.createHmac('sha256', WEBHOOK_SECRET).update(JSON.stringify(body)).digest('hex');
    if (request.headers['x-kaspi-signature'] !== expected) {
      response.writeHead(401).end();
      return;
    }
    response.writeHead(200).end('OK');
    webhooks.push(body);
    waiting.splice(0).forEach((wake) => wake());
  });
});

async function webhook(status) {
  for (;;) {
    const found = webhooks.find((each) => each.status === status);
    if (found) {
      return found;
    }
    await new Promise((wake) => waiting.push(wake));
  }
}

async function call(method, path, token, body) {
  const response = await fetch(KASPI_URL + path, {
    method,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body)
  });
  return { status: response.status, data: await response.json() };
}

await new Promise((listening) => receiver.listen(0, '127.0.0.1', listening));

const tokenResponse = await fetch(`${KASPI_URL}/oauth/token`, {
  method: 'POST',
  headers: {
    Authorization: 'Basic ' + Buffer.from(`${CLIENT_ID}:${CLIENT_SECRET}`).toString('base64'),
    'Content-Type': 'application/x-www-form-urlencoded'
  },
  body: new URLSearchParams({ grant_type: 'client_credentials', scope: 'payment.orders' }).toString()
});
assert.equal(tokenResponse.status, 200);
const { access_token: token, token_type: type, expires_in: expiresIn } = await tokenResponse.json();
assert.equal(type, 'Bearer');
assert.equal(expiresIn, 3600);

const order = {
  merchant: MERCHANT,
  amount: { value: 1234.5, currency: 'KZT' },
  description: 'Оплата заказа № 12345',
  reference: `Заказ "${crypto.randomUUID()}" / \u001f\u2028😀`,
  callback_url: `http://127.0.0.1:${receiver.address().port}/webhook/kaspi`,
  return_url: 'https://your-site.kz/success',
  language: 'ru'
};
const created = await call('POST', '/payment/orders', token, order);
assert.equal(created.status, 201);
assert.equal(created.data.status, 'INIT');
assert.ok(created.data.qrData && created.data.paymentUrl && Date.parse(created.data.expiresAt) > Date.now());
assert.equal((await call('POST', '/payment/orders', token, order)).status, 409);

const orderId = created.data.orderId;
assert.equal((await fetch(`${KASPI_URL}/simulator/orders/${orderId}/pay`, { method: 'POST' })).status, 200);
const paid = await webhook('PAID');
assert.equal(paid.orderId, orderId);
assert.equal(paid.reference, order.reference);
assert.equal(paid.amount, 1234.5);

const status = await call('GET', `/payment/orders/${orderId}`, token);
assert.equal(status.data.status, 'PAID');
assert.equal(status.data.amount, 1234.5);
assert.ok(Date.parse(status.data.paidAt) >= Date.parse(status.data.createdAt));

const refund = await call('POST', `/payment/orders/${orderId}/refund`, token,
  { amount: { value: 1000, currency: 'KZT' }, reason: 'Customer refused' });
assert.equal(refund.status, 200);
assert.deepEqual(refund.data.amount, { value: 1000, currency: 'KZT' });
assert.equal((await webhook('PARTIALLY_REFUNDED')).orderId, orderId);

receiver.close();
console.log('DONE');
