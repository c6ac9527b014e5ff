// Long work in slices, so that the page answers while it goes on.
const SLICE_MS = 12;
// Somebody who typed is likely to type on.
const TYPING_MS = 300;
const { port1, port2 } = new MessageChannel();
const waiting = [];
port1.onmessage = () => waiting.shift()?.();
port1.unref?.();

/** Lets the browser do what waits: keys, drawing. Quicker than a timer, that would wait 4 ms. */
export function pause() {
  return new Promise((done) => {
    waiting.push(done);
    port1.ref?.();
    port2.postMessage(0);
  });
}

/** Awaited between two steps: pauses where the slice is over. */
export function slicing() {
  let began = performance.now();
  return async () => {
    if (performance.now() - began < SLICE_MS) return;
    await pause();
    began = performance.now();
  };
}

/** What the reader waits for goes first: other work awaits `calm()` before each of its steps. */
export class Reader {
  constructor() {
    this.until = 0;
    this.awaited = new Set();
  }

  /** Somebody typed or chose. */
  stirred() {
    this.until = performance.now() + TYPING_MS;
  }

  get typing() {
    return performance.now() < this.until;
  }

  /** The answer is being made; gives it back. */
  async first(answer) {
    const done = answer.catch(() => {}).finally(() => this.awaited.delete(done));
    this.awaited.add(done);
    return answer;
  }

  async calm() {
    for (;;) {
      const left = this.until - performance.now();
      if (left > 0) await new Promise((done) => setTimeout(done, left));
      else if (this.awaited.size) await Promise.all(this.awaited);
      else return;
    }
  }
}
