// Source mode: the text area itself, with its marks in colour and lists that go on by themselves.
import { put } from "../dropping.js";
import { continuing } from "./continuing.js";
import { drawing } from "./drawing.js";

export function mountSource(body) {
  const layer = drawing(body);
  const stop = continuing(body);
  return {
    text: () => body.value,
    insert: (markdown) => put(body, { markdown }),
    focus: () => body.focus(),
    caret: layer.caret,
    refresh: layer.draw,
    destroy() {
      stop();
      layer.destroy();
    },
  };
}
