// Visual mode: a page written without Markdown, given back without loss. Fetched when first used.
import { Plugin, TextSelection } from "@milkdown/kit/prose/state";
import { mark, putBlocks, putNote, toggleHeading, toggleList, toggleQuote } from "./editing.js";
import { blocksFrom, makeEditor } from "./editor.js";
import { languageOf, plainLanguage } from "./language.js";
import { lossOf } from "./guard.js";
import { pageWriter, readPage } from "./page.js";
import { putTable } from "./tabling.js";
import { Tools } from "./tools.js";

export { rewritten } from "./guard.js";

const QUIET_MS = 120;
const FORMATS = {
  heading: toggleHeading(2),
  subheading: toggleHeading(3),
  bold: mark("strong"),
  italic: mark("emphasis"),
  list: toggleList("bullet_list"),
  numbers: toggleList("ordered_list"),
  quote: toggleQuote,
  table: putTable,
  note: putNote,
};

// The template's own words for this mode, and what whoever mounts it says besides.
function allWords(given) {
  const own = document.querySelector("[data-visual-words]")?.textContent;
  return { ...(own ? JSON.parse(own) : {}), ...given };
}

// null, or {sentence, before, after}: why the page is better written in source mode.
export const loss = async (text, words) => lossOf(text, allWords(words));

// Gives {text, insert, focus, format, destroy}. `text()` of an untouched page is what was given.
export async function mountVisual(holder, { text, words: given, suggest, takePicture, choosePicture, onChange }) {
  const words = allWords(given);
  const page = readPage(text, plainLanguage());
  const root = document.createElement("div");
  root.className = "visual";
  holder.append(root);
  const tools = new Tools(root, words);
  const keeper = new Keeper(onChange);
  const mounted = await makeEditor(root, {
    page,
    words,
    suggest: suggest ?? (async () => []),
    tools,
    pictures: (data, at) => takePictures(data, at, takePicture, () => mounted.view),
    changed: keeper.plugin(),
  });
  const { view } = mounted;
  page.blocks.forEach((block, at) => {
    block.node = view.state.doc.child(at);
  });
  const language = languageOf(view.state.schema);
  const write = pageWriter(page, language);
  keeper.text = () => (page.doc && view.state.doc.eq(page.start) ? text : write(view.state.doc));
  page.start = view.state.doc;
  const insert = (markdown) => put(view, blocksFrom(markdown, language));
  return {
    text: () => keeper.text(),
    insert,
    focus: () => view.focus(),
    format: (name) => format(name, { view, tools, choosePicture, insert }),
    destroy() {
      keeper.stop();
      mounted.destroy();
      root.remove();
    },
  };
}

// Tells of a change when the hand rests, at the latest when the editor is left.
class Keeper {
  constructor(onChange) {
    this.onChange = onChange;
    this.timer = 0;
    this.text = null;
  }

  plugin() {
    return new Plugin({
      view: () => ({ update: (view, before) => before.doc !== view.state.doc && this.wait() }),
      props: {
        handleDOMEvents: {
          blur: () => {
            this.flush();
            return false;
          },
        },
      },
    });
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), QUIET_MS);
  }

  flush() {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.text) this.onChange?.(this.text());
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = 0;
  }
}

function format(name, { view, tools, choosePicture, insert }) {
  if (name === "link" || name === "page") return tools.ask(name);
  if (name === "picture") {
    return choosePicture?.().then((taken) => taken && insert(taken.markdown)).finally(() => view.focus());
  }
  FORMATS[name]?.(view.state, view.dispatch, view);
  view.focus();
  return true;
}

// One paragraph goes in where one writes; more, or a picture, after the block one writes in.
function put(view, blocks) {
  const { state } = view;
  const lone = blocks.length === 1 && blocks[0].type.name === "paragraph" && blocks[0].firstChild?.type.name !== "image";
  const { $from } = state.selection;
  if (lone && $from.parent.inlineContent && !$from.parent.type.spec.code) {
    view.dispatch(state.tr.replaceWith(state.selection.from, state.selection.to, blocks[0].content).scrollIntoView());
  } else view.dispatch(putBlocks(state, blocks));
}

function takePictures(data, at, takePicture, viewOf) {
  const files = [...(data?.files ?? [])].filter((file) => file.type.startsWith("image/"));
  if (!files.length || !takePicture) return false;
  const view = viewOf();
  if (at !== null) view.dispatch(view.state.tr.setSelection(TextSelection.near(view.state.doc.resolve(at))));
  takeAll(files, takePicture, view);
  return true;
}

async function takeAll(files, takePicture, view) {
  for (const file of files) {
    const taken = await takePicture(file);
    if (taken && !view.isDestroyed) put(view, blocksFrom(taken.markdown, languageOf(view.state.schema)));
  }
  if (!view.isDestroyed) view.focus();
}
