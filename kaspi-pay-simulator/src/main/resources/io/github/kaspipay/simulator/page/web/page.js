// Dialogs, messages and the clipboard.

const TOAST_MILLIS = 4000;

let toastTimer;

export function say(text, bad = false) {
  const toast = document.getElementById('toast');
  toast.textContent = text;
  toast.classList.toggle('bad', bad);
  toast.classList.add('shown');
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => toast.classList.remove('shown'), TOAST_MILLIS);
}

/** Does something that may be refused, and then says why. */
export async function attempt(action) {
  try {
    await action();
  } catch (problem) {
    say(problem.message, true);
  }
}

export function openDialog(id) {
  document.getElementById(id).showModal();
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    say('Copied');
  } catch {
    // not allowed here: leave it to the user
    const field = document.getElementById('copy-text');
    field.value = text;
    openDialog('copy');
    field.select();
  }
}

export function isTyping(event) {
  return event.ctrlKey || event.metaKey || event.altKey || document.querySelector('dialog[open]') !== null
      || event.target.closest('input, select, textarea') !== null;
}

/** Closes dialogs by their buttons and by a click beside them. */
export function startDialogs() {
  document.addEventListener('click', (event) => {
    const dialog = event.target.closest('dialog');
    if (event.target === dialog || event.target.closest('[data-close]')) {
      dialog.close();
    }
  });
}
