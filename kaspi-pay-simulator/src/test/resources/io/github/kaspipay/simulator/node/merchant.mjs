// A merchant's program, written from the description of the API alone.
import assert from 'node:assert/strict';
import crypto from 'node:crypto';
import { once } from 'node:events';
import axios from 'axios';
import express from 'express';
import QRCode from 'qrcode';

const { KASPI_URL, CLIENT_ID, CLIENT_SECRET, MERCHANT, WEBHOOK_SECRET, QR_FILE } = process.env;

const kaspi = axios.create({ baseURL: KASPI_URL, proxy: false, validateStatus: () => true });

const webhooks = [];
const waiting = [];
const app = express();
app.post('/webhook/kaspi', express.json(), (request, response) => {
  const expected = crypto.createHmac('sha256', WEBHOOK_SECRET).update(JSON.stringify(request.body)).digest('hex');
  const signature = request.get('X-Kaspi-Signature') ?? '';
  if (signature.length !== expected.length
      || !crypto.timingSafeEqual(Buffer.from(signature), Buffer.from(expected))) {
    response.sendStatus(401);
    return;
  }
  response.send('OK');
  webhooks.push(request.body);
  waiting.splice(0).forEach((wake) => wake());
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

const server = app.listen(0, '127.0.0.1');
await once(server, 'listening');

const tokens = await kaspi.post('/oauth/token',
  new URLSearchParams({ grant_type: 'client_credentials', scope: 'payment.orders' }),
  { auth: { username: CLIENT_ID, password: CLIENT_SECRET } });
assert.equal(tokens.status, 200);
assert.equal(tokens.data.token_type, 'Bearer');
assert.equal(tokens.data.expires_in, 3600);
kaspi.defaults.headers.common.Authorization = `Bearer ${tokens.data.access_token}`;

const order = {
  merchant: MERCHANT,
  amount: { value: 1234.5, currency: 'KZT' },
  description: 'Оплата заказа № 12345',
  reference: `Заказ "${crypto.randomUUID()}" / \u001f\u2028😀`,
  callback_url: `http://127.0.0.1:${server.address().port}/webhook/kaspi`,
  return_url: 'https://your-site.kz/success',
  language: 'ru'
};
const created = await kaspi.post('/payment/orders', order);
assert.equal(created.status, 201);
assert.equal(created.data.status, 'INIT');
assert.ok(created.data.paymentUrl && Date.parse(created.data.expiresAt) > Date.now());
assert.equal((await kaspi.post('/payment/orders', order)).status, 409);
await QRCode.toFile(QR_FILE, created.data.qrData, { width: 256 });

const { orderId } = created.data;
assert.equal((await kaspi.post(`/simulator/faults`,
  { target: 'webhook', type: 'wrong-signature', orderId, times: 1 })).status, 201);
assert.equal((await kaspi.post(`/simulator/orders/${orderId}/pay`)).status, 200);
assert.equal((await kaspi.post(`/simulator/faults`,
  { target: 'webhook', type: 'pretty-printed', orderId, times: 1 })).status, 201);
assert.equal((await kaspi.post(`/simulator/orders/${orderId}/webhook`)).status, 200);
const paid = await webhook('PAID');
assert.equal(paid.orderId, orderId);
assert.equal(paid.reference, order.reference);
assert.equal(paid.amount, 1234.5);

const status = await kaspi.get(`/payment/orders/${orderId}`);
assert.equal(status.data.status, 'PAID');
assert.equal(status.data.amount, 1234.5);
assert.ok(Date.parse(status.data.paidAt) >= Date.parse(status.data.createdAt));

const refund = await kaspi.post(`/payment/orders/${orderId}/refund`,
  { amount: { value: 1000, currency: 'KZT' }, reason: 'Customer refused' });
assert.equal(refund.status, 200);
assert.deepEqual(refund.data.amount, { value: 1000, currency: 'KZT' });
assert.equal((await webhook('PARTIALLY_REFUNDED')).orderId, orderId);
assert.equal(webhooks.length, 2);

server.close();
console.log('DONE');
