// The page works without this script. With it, it is live, and paying does not leave it.

const POLL_MILLIS = 1000;
const BUSY_MILLIS = 400;
const ANSWER_MILLIS = 20000;

let busy = false;
let countedFrom = performance.now();

function main() {
  return document.querySelector('main');
}

function showTimeLeft() {
  const passed = Math.floor((performance.now() - countedFrom) / 1000);
  for (const element of document.querySelectorAll('[data-left]')) {
    const seconds = Math.max(0, element.dataset.left - passed);
    element.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    element.classList.toggle('soon', seconds < 120);
  }
}

function show(page) {
  document.title = page.title;
  document.querySelector('header').replaceWith(page.querySelector('header'));
  main().replaceWith(page.querySelector('main'));
  countedFrom = performance.now();
  enhance();
}

function enhance() {
  if (window.top !== window) {
    // within the control page, the shop opens in a tab of its own
    document.querySelectorAll('a[href^="http"]').forEach((link) => { link.target = '_blank'; });
  }
  showTimeLeft();
}

function refreshTimeLeft(page) {
  const shown = document.querySelectorAll('[data-left]');
  page.querySelectorAll('[data-left]').forEach((element, index) => {
    shown[index].dataset.left = element.dataset.left;
  });
  countedFrom = performance.now();
}

async function read(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  if (!page.querySelector('main[data-version]')) {
    throw new Error(`Answered with ${answer.status}`);
  }
  return page;
}

async function poll() {
  if (busy || document.hidden || !main().dataset.version) {
    // without a version it does not change, and asking again would ask the merchant
    return;
  }
  try {
    const page = await read(await fetch(location.href, { signal: AbortSignal.timeout(ANSWER_MILLIS) }));
    if (busy) {
      return;
    }
    if (page.querySelector('main').dataset.version === main().dataset.version) {
      refreshTimeLeft(page);
    } else {
      show(page);
    }
  } catch {
    // the simulator is away; the next round shows whether it is back
  }
}

function showBusy(button) {
  document.querySelectorAll('button').forEach((each) => { each.disabled = true; });
  button.classList.add('busy');
  button.textContent = button.dataset.busy;
  main().setAttribute('aria-busy', 'true');
}

function showNoAnswer() {
  const failure = document.createElement('main');
  failure.dataset.version = 'no-answer';
  failure.append(document.querySelector('#no-answer').content.cloneNode(true));
  failure.querySelector('a').href = location.href;
  main().replaceWith(failure);
}

async function submit(form) {
  busy = true;
  showBusy(form.querySelector('button'));
  const pause = new Promise((resume) => { setTimeout(resume, BUSY_MILLIS); });
  try {
    const answer = await fetch(form.action, {
      method: 'POST', body: new URLSearchParams(), signal: AbortSignal.timeout(ANSWER_MILLIS),
    });
    const page = await read(answer);
    await pause;
    history.replaceState(null, '', answer.url);
    show(page);
    busy = false;
  } catch {
    // stays until the customer looks again
    showNoAnswer();
  }
}

document.addEventListener('submit', (event) => {
  if (event.target.method === 'get') {
    return;
  }
  event.preventDefault();
  if (!busy) {
    submit(event.target);
  }
});
document.addEventListener('visibilitychange', poll);
setInterval(showTimeLeft, 1000);
setInterval(poll, POLL_MILLIS);
enhance();
