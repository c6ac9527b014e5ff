// How nodes that are more than their words are shown and worked.
const element = (tag, className, text) => {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
};

export const views = (words) => ({
  opaque: (node, view, getPos) => new OpaqueView(node, view, getPos, words),
  directive: (node, view, getPos) => new BoxView(node, view, getPos, words),
  note: (node) => new NoteView(node, words),
  list_item: (node, view, getPos) => new ItemView(node, view, getPos, words),
});

// A block that is written, not drawn: read at a glance, edited in a field of its own.
class OpaqueView {
  constructor(node, view, getPos, words) {
    Object.assign(this, { node, view, getPos, words });
    this.dom = element("div", "visual-opaque");
    this.dom.contentEditable = "false";
    this.dom.setAttribute("role", "group");
    this.label = element("p", "visual-head", words[`block_${node.attrs.form}`] ?? words.block);
    this.dom.setAttribute("aria-label", this.label.textContent);
    this.shown = element("pre", "", node.attrs.source);
    this.button = element("button", "plain", words.editBlock);
    this.button.type = "button";
    this.button.addEventListener("click", () => this.open());
    this.dom.append(this.label, this.shown, this.button);
  }

  open() {
    if (this.field) return this.close();
    this.field = element("textarea", "input");
    this.field.value = this.node.attrs.source;
    this.field.rows = Math.min(16, this.node.attrs.source.split("\n").length + 1);
    this.field.setAttribute("aria-label", this.label.textContent);
    this.field.addEventListener("input", () => this.keep(this.field.value));
    this.field.addEventListener("keydown", (event) => event.key === "Escape" && this.close());
    this.shown.hidden = true;
    this.shown.after(this.field);
    this.button.textContent = this.words.doneBlock;
    this.field.focus();
    return undefined;
  }

  keep(source) {
    this.view.dispatch(this.view.state.tr.setNodeMarkup(this.getPos(), null, { ...this.node.attrs, source }));
  }

  close() {
    this.field.remove();
    this.field = null;
    this.shown.hidden = false;
    this.button.textContent = this.words.editBlock;
    this.button.focus();
  }

  update(node) {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.shown.textContent = node.attrs.source;
    if (this.field && this.field.value !== node.attrs.source) this.field.value = node.attrs.source;
    return true;
  }

  stopEvent() {
    return true;
  }

  ignoreMutation() {
    return true;
  }
}

const UNTITLED = ["quiz", "steps"];

// A box, a quiz, steps, or a block that the wiki does not know: its name, its title, what it holds.
class BoxView {
  constructor(node, view, getPos, words) {
    this.node = node;
    this.dom = element("section", "visual-directive");
    this.head = element(UNTITLED.includes(node.attrs.name.toLowerCase()) ? "p" : "label", "visual-head", `${words[`box_${node.attrs.name.toLowerCase()}`] ?? node.attrs.name} `);
    this.head.contentEditable = "false";
    this.field = element("input", "input");
    this.field.value = node.attrs.args;
    this.field.setAttribute("aria-label", words.boxTitle);
    this.field.placeholder = words.boxTitle ?? "";
    this.field.addEventListener("input", () => {
      const args = this.field.value.replace(/[\r\n]+/g, " ");
      view.dispatch(view.state.tr.setNodeMarkup(getPos(), null, { ...this.node.attrs, args: args.trim() }));
    });
    const name = node.attrs.name.toLowerCase();
    const help = words[`help_${name}`];
    this.head.append(UNTITLED.includes(name) ? element("span", "", help ?? "") : this.field);
    this.contentDOM = element("div", "visual-held");
    this.dom.append(this.head, this.contentDOM);
  }

  update(node) {
    if (node.type !== this.node.type || node.attrs.name !== this.node.attrs.name) return false;
    this.node = node;
    if (this.field.value.trim() !== node.attrs.args) this.field.value = node.attrs.args;
    return true;
  }

  stopEvent(event) {
    return this.head.contains(event.target);
  }

  ignoreMutation(mutation) {
    return mutation.type !== "selection" && this.head.contains(mutation.target);
  }
}

class NoteView {
  constructor(node, words) {
    this.dom = element("aside", "visual-note");
    const label = (words.note ?? "{n}").replace("{n}", node.attrs.label);
    this.dom.setAttribute("aria-label", label);
    this.head = element("span", "visual-head", label);
    this.head.contentEditable = "false";
    this.contentDOM = element("div", "visual-held");
    this.dom.append(this.head, this.contentDOM);
  }

  ignoreMutation(mutation) {
    return mutation.type !== "selection" && this.head.contains(mutation.target);
  }
}

// An item; of a list of tasks, with its box.
class ItemView {
  constructor(node, view, getPos, words) {
    this.node = node;
    this.dom = this.contentDOM = element("li");
    if (node.attrs.checked === null) return;
    this.dom.className = "visual-task";
    this.box = element("input");
    this.box.type = "checkbox";
    this.box.checked = node.attrs.checked;
    this.box.contentEditable = "false";
    this.box.setAttribute("aria-label", words.done ?? "");
    this.box.addEventListener("change", () => {
      view.dispatch(view.state.tr.setNodeMarkup(getPos(), null, { checked: this.box.checked }));
    });
    this.contentDOM = element("div", "visual-held");
    this.dom.append(this.box, this.contentDOM);
  }

  update(node) {
    if (node.type !== this.node.type || (node.attrs.checked === null) === Boolean(this.box)) return false;
    this.node = node;
    if (this.box) this.box.checked = node.attrs.checked;
    return true;
  }

  stopEvent(event) {
    return event.target === this.box;
  }

  ignoreMutation(mutation) {
    return mutation.type !== "selection" && mutation.target === this.box;
  }
}
