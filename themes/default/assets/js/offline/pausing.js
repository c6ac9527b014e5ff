// Long work in slices, so that the page answers while it goes on.
const SLICE_MS = 12;
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
