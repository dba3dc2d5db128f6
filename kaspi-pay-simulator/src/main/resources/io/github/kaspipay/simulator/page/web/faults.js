// Faults: what is switched on, and the form that switches them on.

import * as api from './api.js';
import { h, showList } from './dom.js';

const form = document.getElementById('fault-form');
const type = document.getElementById('fault-type');
const orders = form.elements.orderId;

const PRESETS = [
  ['503 to the next create', { target: 'api', type: 'status', status: 503, operations: ['create'] }],
  ['429, Retry-After 5 s', { target: 'api', type: 'status', status: 429, headers: { 'Retry-After': '5' } }],
  ['Order created, answer lost', { target: 'api', type: 'reset', operations: ['create'], afterProcessing: true }],
  ['QR API: -999 to the next create', { target: 'api', type: 'status', status: 200, body: '{"StatusCode":-999,"Message":"Unavailable"}', operations: ['create'] }],
  ['Drop a webhook', { target: 'webhook', type: 'drop' }],
  ['Send a webhook twice', { target: 'webhook', type: 'duplicate' }],
  ['Wrong signature', { target: 'webhook', type: 'wrong-signature' }],
];

const NAMES = {
  'api:status': (fault) => `Answer ${fault.body?.match(/"StatusCode":\s*(-?\d+)/)?.[1] ?? fault.status}`,
  'api:timeout': () => 'No answer',
  'api:reset': () => 'Connection reset',
  'api:slow-drip': () => 'Slow drip',
  'api:malformed-json': () => 'Malformed JSON',
  'api:empty-body': () => 'Empty body',
  'api:answer': () => 'Another body',
  'api:without': (fault) => `Without ${fault.members.join(', ')}`,
  'webhook:drop': () => 'Webhook dropped',
  'webhook:delay': () => 'Webhook delayed',
  'webhook:duplicate': () => 'Webhook sent twice',
  'webhook:reorder': () => 'Webhook after the next one',
  'webhook:wrong-signature': () => 'Wrong signature',
  'webhook:old-secret': () => 'Signed with an old secret',
  'webhook:pretty-printed': () => 'Webhook pretty-printed',
  'webhook:amount': (fault) => `Webhook says ${fault.amount} ₸`,
};

let act;

export function startFaults(actWith) {
  act = actWith;
  document.getElementById('presets').append(...PRESETS.map(([text, fault]) => h('button', {
    type: 'button', onclick: () => act(() => api.addFault({ ...fault, times: 1 })),
  }, text)));
  document.getElementById('clear-faults').addEventListener('click', () => act(api.clearFaults));
  type.addEventListener('change', showFields);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    act(() => api.addFault(read()));
  });
  showFields();
}

export function showFaults({ faults, orders: all }) {
  document.getElementById('fault-count').hidden = faults.length === 0;
  document.getElementById('fault-count').textContent = faults.length;
  document.getElementById('no-faults').hidden = faults.length > 0;
  document.getElementById('clear-faults').hidden = faults.length === 0;
  showList(document.getElementById('fault-strip'), faults, (fault) => fault.id, row);
  showList(document.getElementById('fault-list'), faults, (fault) => fault.id, row);
  const choices = all.map(({ orderId, reference }) => ({ orderId, reference }));
  showList(orders, [{ orderId: '', reference: 'All orders' }, ...choices], (order) => order.orderId,
    (order) => h('option', { value: order.orderId }, order.reference));
}

function row(fault) {
  return h('li', { class: 'fault' },
    h('b', null, NAMES[`${fault.target}:${fault.type}`]?.(fault) ?? fault.type),
    h('span', { class: 'soft' }, describe(fault)),
    h('button', { type: 'button', class: 'quiet close', 'aria-label': 'Clear this fault', onclick: () => act(() => api.clearFault(fault.id)) }, '×'));
}

function describe(fault) {
  const left = fault.times - (fault.applied ?? 0);
  return [
    fault.operations?.join(', '),
    fault.orderId,
    fault.millis && `${fault.millis} ms`,
    fault.headers?.['Retry-After'] && `Retry-After ${fault.headers['Retry-After']}`,
    fault.afterProcessing && 'carried out',
    fault.times ? ((left === 1) ? 'once' : `${left} times`) : 'until cleared',
  ].filter(Boolean).join(' · ');
}

function fits(element, chosen) {
  return element.dataset.for.split(' ').some((each) => each === chosen || chosen.startsWith(`${each}:`));
}

function showFields() {
  form.querySelectorAll('[data-for]').forEach((element) => { element.hidden = !fits(element, type.value); });
}

function read() {
  const [target, name] = type.value.split(':');
  const value = (field) => {
    const element = form.elements[field];
    return element.closest('[hidden]') ? undefined : element.value.trim() || undefined;
  };
  const number = (field) => (value(field) === undefined ? undefined : Number(value(field)));
  const operations = [...form.elements.operations].filter((box) => box.checked && target === 'api').map((box) => box.value);
  const after = form.elements.afterProcessing;
  return {
    target,
    type: name,
    times: number('times'),
    status: number('status'),
    headers: value('retryAfter') && { 'Retry-After': value('retryAfter') },
    millis: number('millis'),
    secret: value('secret'),
    orderId: value('orderId'),
    body: value('body') ?? ((name === 'answer') ? '' : undefined),
    members: value('members')?.split(/[\s,]+/).filter(Boolean),
    amount: number('amount'),
    operations: operations.length > 0 ? operations : undefined,
    afterProcessing: (after.checked && !after.closest('[hidden]')) || undefined,
  };
}
