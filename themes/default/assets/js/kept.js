// What is kept on the device. Where the browser keeps nothing, all goes on without it.
export function recall(key) {
  try {
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

export function keep(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

export function forget(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    // nothing was kept
  }
}

const SENT = "sent";
const OLD_MS = 60 * 24 * 3600 * 1000;

// A draft that was sent is kept until a screen says that it was saved.
export function remember(key) {
  try {
    sessionStorage.setItem(SENT, key);
  } catch {
    // the draft stays, and will be offered once too often
  }
}

export function forgetSent() {
  try {
    const key = sessionStorage.getItem(SENT);
    if (key) forget(key);
    sessionStorage.removeItem(SENT);
  } catch {
    // nothing was kept
  }
}

// Drafts that nobody took up again for two months.
export function forgetOld(prefix) {
  try {
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(prefix) && !(recall(key)?.at > Date.now() - OLD_MS)) forget(key);
    }
  } catch {
    // nothing was kept
  }
}
