// Results as the theme draws them, from pieces that the template left for each kind.
import { carried } from "./carried.js";
import { drawerOf } from "./hash.js";
import { snippetOf } from "./snippet.js";
import { made } from "./words.js";

const SHOWN = 20;

export class Results {
  constructor(list, { root, data, bits, french, pieces, ownLang }) {
    Object.assign(this, { list, root, data, bits, french, pieces, ownLang });
    this.shown = [];
  }

  /** The first hits, or as many as were shown already where it is the same question. */
  draw(catalogue, hits, { more = false } = {}) {
    const count = more ? this.list.children.length + SHOWN : SHOWN;
    const from = more ? this.list.children.length : 0;
    const items = hits.slice(from, count).map((hit) => this.#item(catalogue.page(hit.page), hit));
    if (more) this.list.append(...items);
    else this.list.replaceChildren(...items);
    if (more) items[0]?.querySelector("a").focus();
    return hits.length > count;
  }

  #item(page, { terms }) {
    const item = made("li");
    const link = made("a", "", page.title);
    link.href = this.root + page.url;
    const words = made("p", "", page.summary);
    words.dir = "auto";
    const title = made("h3", "", link);
    title.dir = "auto";
    if (page.lang[0] && page.lang[0] !== this.ownLang) title.lang = words.lang = page.lang[0];
    words.hidden = !page.summary;
    item.append(this.#piece("kind", page.kind), title, words);
    const meta = made("p", "meta");
    if (page.place) meta.append(this.#with("pin", page.place));
    if (page.origin[0] !== "self") meta.append(this.#with("network", page.origin[1]));
    if (page.licence[1]) meta.append(this.#with("licence", page.licence[1]));
    item.append(meta);
    if (terms.length) this.#quote(page, terms, words);
    return item;
  }

  /** Cut from the page's words, that come in a script of their own. */
  async #quote(page, terms, place) {
    try {
      const texts = await carried(`extrait-${drawerOf(page.ref, this.bits)}`, this.data);
      const text = texts[page.ref] ?? "";
      const parts = snippetOf(page.summary ? `${page.summary}\n${text}` : text, terms, this.french);
      if (!parts.length) return;
      place.replaceChildren(...parts.map((part) => (part.marked ? made("mark", "", part.text) : part.text)));
      place.hidden = false;
    } catch {
      // The summary stays.
    }
  }

  #piece(name, [value, label]) {
    const piece = this.pieces.get(`${name}:${value}`);
    return piece ? piece.content.cloneNode(true) : made("span", "kind", label);
  }

  #with(symbol, words) {
    const piece = this.pieces.get(symbol).content.cloneNode(true);
    piece.firstElementChild.append(words);
    return piece;
  }
}
