// `[[` completes titles of pages: arrows choose, Enter takes, Escape closes; focus stays in the text.
import { Plugin } from "@milkdown/kit/prose/state";

const OPEN = /\[\[([^[\]\n|]{2,60})$/;
const WAIT_MS = 120;
let lists = 0;

export const completing = (holder, { suggest, words }) =>
  new Plugin({
    view: (view) => new Completion(view, holder, suggest, words),
    props: {
      handleKeyDown(view, event) {
        return view.completion?.key(event) ?? false;
      },
      handleDOMEvents: {
        blur(view) {
          view.completion?.close();
          return false;
        },
      },
    },
  });

class Completion {
  constructor(view, holder, suggest, words) {
    Object.assign(this, { view, holder, suggest, words, at: -1, turn: 0, left: "" });
    view.completion = this;
    this.list = document.createElement("ul");
    this.list.className = "suggestions";
    this.list.id = `visual-pages-${++lists}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", words.pages ?? "");
    this.list.hidden = true;
    this.told = document.createElement("p");
    this.told.className = "unseen";
    this.told.setAttribute("role", "status");
    this.list.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.take(option.dataset.title);
    });
    holder.append(this.list, this.told);
  }

  typed() {
    const { $from, empty } = this.view.state.selection;
    if (!empty || !$from.parent.inlineContent || $from.parent.type.spec.code) return null;
    return OPEN.exec($from.parent.textBetween(Math.max(0, $from.parentOffset - 70), $from.parentOffset, "", "\ufffc"));
  }

  update(view, before) {
    if (before.doc === view.state.doc && before.selection.eq(view.state.selection)) return;
    clearTimeout(this.timer);
    const found = this.typed();
    if (found && found[1] !== this.left) this.timer = setTimeout(() => this.ask(found[1]), WAIT_MS);
    else this.close();
  }

  async ask(query) {
    const mine = ++this.turn;
    const found = await this.suggest(query).catch(() => []);
    if (mine !== this.turn || this.typed()?.[1] !== query) return;
    this.show(query.trim(), found);
  }

  show(query, found) {
    const known = found.some((one) => one.title.toLocaleLowerCase() === query.toLocaleLowerCase());
    const all = known ? found : [...found, { title: query, kind: this.words.wanted, wanted: true }];
    this.list.replaceChildren(...all.map((one, n) => option(one, `${this.list.id}-${n}`)));
    this.list.hidden = false;
    this.place();
    this.mark(0);
    this.told.textContent = (this.words.found ?? "").replace("{n}", String(found.length));
  }

  place() {
    const caret = this.view.coordsAtPos(this.view.state.selection.from);
    const around = this.holder.getBoundingClientRect();
    this.list.style.insetBlockStart = `${caret.bottom - around.top + this.holder.scrollTop + 4}px`;
    const room = Math.max(0, around.width - this.list.getBoundingClientRect().width);
    this.list.style.insetInlineStart = `${Math.max(0, Math.min(caret.left - around.left, room))}px`;
  }

  mark(to) {
    const options = [...this.list.children];
    this.at = (to + options.length) % options.length;
    options.forEach((one, n) => one.setAttribute("aria-selected", String(n === this.at)));
    this.view.dom.setAttribute("aria-activedescendant", options[this.at].id);
    options[this.at].scrollIntoView({ block: "nearest" });
  }

  key(event) {
    if (this.list.hidden || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === "ArrowDown") this.mark(this.at + 1);
    else if (event.key === "ArrowUp") this.mark(this.at - 1);
    else if (event.key === "Enter") this.take(this.list.children[this.at].dataset.title);
    else if (event.key === "Escape") {
      this.left = this.typed()?.[1] ?? "";
      this.close();
    } else return false;
    return true;
  }

  take(title) {
    const found = this.typed();
    this.close();
    if (!found) return;
    const { state } = this.view;
    const to = state.selection.from;
    const after = state.doc.textBetween(to, Math.min(to + 2, state.selection.$from.end()));
    const link = state.schema.nodes.wiki_link.create({ target: title });
    this.view.dispatch(state.tr.replaceWith(to - found[0].length, to + (after === "]]" ? 2 : 0), link));
    this.view.focus();
  }

  close() {
    this.turn += 1;
    clearTimeout(this.timer);
    if (this.list.hidden) return;
    this.list.hidden = true;
    this.told.textContent = "";
    this.view.dom.removeAttribute("aria-activedescendant");
  }

  destroy() {
    this.close();
    this.list.remove();
    this.told.remove();
  }
}

function option(one, id) {
  const made = document.createElement("li");
  made.id = id;
  made.setAttribute("role", "option");
  made.dataset.title = one.title;
  made.classList.toggle("wanted", Boolean(one.wanted));
  const kind = document.createElement("span");
  kind.textContent = one.kind ?? "";
  made.append(one.title, kind);
  return made;
}
