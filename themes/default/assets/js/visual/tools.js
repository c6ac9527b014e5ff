// The second bar of visual mode: what depends on where one writes. One stop for Tab, arrows within.
import { redo, redoDepth, undo, undoDepth } from "@milkdown/kit/prose/history";
import { Plugin } from "@milkdown/kit/prose/state";
import { around, indent, linkAt, mark, outdent, paragraphBelow, putBox, putLink, putPage, selected, toggleTask } from "./editing.js";
import { addColumn, addRow, dropColumn, dropRow, dropTable } from "./tabling.js";

const inTable = (state) => Boolean(around(state, "table"));
const inList = (state) => Boolean(around(state, "list_item"));
const held = (name) => (state) => {
  const type = state.schema.marks[name];
  const { $from, from, to, empty } = state.selection;
  return Boolean(empty ? type.isInSet(state.storedMarks ?? $from.marks()) : state.doc.rangeHasMark(from, to, type));
};

const TOOLS = [
  { name: "undo", run: undo, off: (state) => undoDepth(state) === 0, keys: "Control+Z" },
  { name: "redo", run: redo, off: (state) => redoDepth(state) === 0, keys: "Control+Y" },
  { name: "strike", run: mark("strike"), on: held("strike") },
  { name: "code", run: mark("code"), on: held("code"), keys: "Control+E" },
  { name: "task", run: toggleTask, on: (state) => around(state, "list_item")?.node.attrs.checked != null },
  { name: "box", run: putBox, on: (state) => Boolean(around(state, "directive")) },
  { name: "indent", run: indent, when: inList, keys: "Alt+Shift+ArrowRight" },
  { name: "outdent", run: outdent, when: inList, keys: "Alt+Shift+ArrowLeft" },
  { name: "addRow", run: addRow, when: inTable },
  { name: "addColumn", run: addColumn, when: inTable },
  { name: "dropRow", run: dropRow, when: inTable },
  { name: "dropColumn", run: dropColumn, when: inTable },
  { name: "dropTable", run: dropTable, when: inTable },
  { name: "below", run: paragraphBelow, when: (state) => Boolean(around(state, "table", "directive", "code_block", "note", "opaque", "blockquote")), keys: "Control+Enter" },
  { name: "editLink", ask: "link", when: (state) => Boolean(linkAt(state)) },
  { name: "editPage", ask: "page", when: (state) => Boolean(selected(state, "wiki_link")) },
  { name: "editPicture", ask: "picture", when: (state) => Boolean(selected(state, "image")) },
];

export class Tools {
  constructor(holder, words) {
    this.words = words;
    this.bar = document.createElement("div");
    this.bar.className = "bar visual-tools";
    this.bar.setAttribute("role", "toolbar");
    this.bar.setAttribute("aria-label", words.tools ?? "");
    this.asked = document.createElement("div");
    this.asked.className = "visual-ask";
    this.asked.setAttribute("role", "group");
    this.asked.hidden = true;
    this.buttons = TOOLS.filter((tool) => words[tool.name]).map((tool) => this.button(tool));
    this.bar.append(...this.buttons.map((one) => one.dom));
    this.bar.hidden = !this.buttons.length;
    this.bar.addEventListener("keydown", (event) => this.key(event));
    holder.append(this.bar, this.asked);
  }

  button(tool) {
    const dom = document.createElement("button");
    dom.type = "button";
    dom.className = "plain";
    dom.textContent = this.words[tool.name];
    dom.tabIndex = -1;
    if (tool.keys) dom.setAttribute("aria-keyshortcuts", tool.keys);
    dom.addEventListener("mousedown", (event) => event.preventDefault());
    dom.addEventListener("click", (event) => {
      if (dom.getAttribute("aria-disabled") === "true") return;
      if (tool.ask) this.ask(tool.ask);
      else {
        tool.run(this.view.state, this.view.dispatch, this.view);
        if (event.detail) this.view.focus();
      }
    });
    return { dom, tool };
  }

  plugin() {
    return new Plugin({
      view: (view) => {
        this.view = view;
        this.show();
        return { update: () => this.show() };
      },
    });
  }

  // Only what changes is written, so that a key costs no layout here.
  show() {
    const { state } = this.view;
    for (const { dom, tool } of this.buttons) {
      const hidden = Boolean(tool.when) && !tool.when(state);
      if (dom.hidden !== hidden) dom.hidden = hidden;
      if (tool.on) put(dom, "aria-pressed", String(tool.on(state)));
      if (tool.off) put(dom, "aria-disabled", String(tool.off(state)));
    }
    const stop = this.buttons.find(({ dom }) => dom.tabIndex === 0 && !dom.hidden)?.dom;
    if (!stop) this.stopAt(this.seen()[0]);
  }

  seen() {
    return this.buttons.map((one) => one.dom).filter((dom) => !dom.hidden);
  }

  stopAt(chosen) {
    for (const { dom } of this.buttons) dom.tabIndex = dom === chosen ? 0 : -1;
  }

  focus() {
    this.seen()[0]?.focus();
    return true;
  }

  key(event) {
    const all = this.seen();
    const at = all.indexOf(document.activeElement);
    if (event.key === "Escape") this.view.focus();
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const chosen = all[(to + all.length) % all.length];
    this.stopAt(chosen);
    chosen.focus();
  }

  // A small form in place of a dialog: its fields, then back to the text.
  ask(what) {
    const { title, fields, apply } = FORMS[what](this.view.state, this.words);
    const made = fields.map(([label, value, type]) => field(label, value, type));
    const done = (keep) => {
      const values = made.map((one) => one.input.value.trim());
      this.asked.hidden = true;
      this.asked.replaceChildren();
      const tr = keep && apply(this.view.state, values);
      if (tr) this.view.dispatch(tr);
      this.view.focus();
    };
    const ok = plain(this.words.apply, () => done(true));
    const no = plain(this.words.cancel, () => done(false));
    this.asked.setAttribute("aria-label", title ?? "");
    this.asked.replaceChildren(...made.map((one) => one.label), ok, no);
    this.asked.hidden = false;
    this.asked.onkeydown = (event) => {
      if (event.key === "Escape") done(false);
      else if (event.key === "Enter" && event.target.tagName === "INPUT") {
        event.preventDefault();
        done(true);
      }
    };
    made[0].input.focus();
    return true;
  }
}

function put(dom, name, value) {
  if (dom.getAttribute(name) !== value) dom.setAttribute(name, value);
}

function field(words, value, type = "text") {
  const label = document.createElement("label");
  const input = document.createElement("input");
  input.className = "input";
  input.type = type;
  input.value = value;
  label.append(words ?? "", input);
  return { label, input };
}

function plain(words, then) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button quiet";
  button.textContent = words;
  button.addEventListener("click", then);
  return button;
}

const FORMS = {
  link(state, words) {
    const range = linkAt(state) ?? state.selection;
    const shown = state.doc.textBetween(range.from, range.to);
    return {
      title: words.editLink,
      fields: [[words.address, range.mark?.attrs.href ?? "", "url"], [words.linkWords, shown]],
      apply: (now, [href, said]) => (href || range.mark ? putLink(now, { href: address(href), words: said || href }) : null),
    };
  },
  page(state, words) {
    const { target = state.doc.textBetween(state.selection.from, state.selection.to), label = "" } = selected(state, "wiki_link")?.attrs ?? {};
    return {
      title: words.editPage,
      fields: [[words.page, target], [words.linkWords, label ?? ""]],
      apply: (now, [page, said]) => (clean(page) ? putPage(now, { target: clean(page), label: clean(said) }) : null),
    };
  },
  picture(state, words) {
    const { attrs } = selected(state, "image");
    return {
      title: words.editPicture,
      fields: [[words.alt, attrs.alt]],
      apply: (now, [alt]) => now.tr.setNodeMarkup(now.selection.from, null, { ...attrs, alt }),
    };
  },
};

const clean = (text) => text.replace(/[[\]|\n]/g, " ").trim().slice(0, 300);
const address = (typed) => (/^(?:[a-z][a-z0-9+.-]*:|[/?#.])/i.test(typed) || !typed.includes(".") ? typed : `https://${typed}`);
