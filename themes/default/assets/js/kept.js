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

// What is kept under keys that begin so, as [key, value].
export function allKept(prefix) {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(prefix))
      .map((key) => [key, recall(key)])
      .filter(([, value]) => value);
  } catch {
    return [];
  }
}

const SENT = "sent";
const OLD_MS = 60 * 24 * 3600 * 1000;

// Drafts that were sent are kept until a screen says that they were saved.
export function sent() {
  try {
    return JSON.parse(sessionStorage.getItem(SENT)) ?? [];
  } catch {
    return [];
  }
}

export function remember(keys) {
  try {
    sessionStorage.setItem(SENT, JSON.stringify([...new Set([...sent(), ...keys])]));
  } catch {
    // the draft stays, and will be offered once too often
  }
}

// What was sent before did not end in a save: those drafts stay.
export function unsend() {
  try {
    sessionStorage.removeItem(SENT);
  } catch {
    // nothing was kept
  }
}

export function forgetSent() {
  for (const key of sent()) forget(key);
  unsend();
}

// Drafts that nobody took up again for two months.
export function forgetOld(prefix) {
  for (const [key, value] of allKept(prefix)) if (!(value.at > Date.now() - OLD_MS)) forget(key);
}
