// Results as the theme draws them, from pieces that the template left for each kind.
import { carried } from "./carried.js";
import { drawerOf } from "./hash.js";
import { snippetOf } from "./snippet.js";
import { pause } from "./pausing.js";
import { made } from "./words.js";

const SHOWN = 20;
const AT_ONCE = 8;
const TOGETHER = 5;
const keyOf = (page, terms) => `${page} ${terms.join(" ")}`;

export class Results {
  constructor(list, { root, data, bits, reader, french, pieces, ownLang }) {
    Object.assign(this, { list, root, data, bits, reader, french, pieces, ownLang });
    // What is shown: {key, item, page, terms, words}.
    this.shown = [];
    this.rest = () => [];
    this.turn = 0;
  }

  /** The first hits of an answer, or `more` of them below; those that are shown as they are stay.
      While somebody types only the first few, the others when the reader waits for nothing. */
  draw(catalogue, answer, { more = false } = {}) {
    this.turn += 1;
    if (more) this.#below();
    const from = more ? this.shown.length : 0;
    const there = new Map(this.shown.map((one) => [one.key, one]));
    const items = (start, end) => answer.hits.slice(start, end).map((page) => {
      const terms = answer.termsOf(page);
      return there.get(keyOf(page, terms)) ?? this.#item(catalogue.page(page), terms);
    });
    const now = from + (this.reader.typing && !more ? AT_ONCE : SHOWN);
    const drawn = items(from, now);
    if (more) this.list.append(...drawn.map(({ item }) => item));
    else if (drawn.length !== this.shown.length || drawn.some((one, at) => one !== this.shown[at])) this.list.replaceChildren(...drawn.map(({ item }) => item));
    if (more) drawn[0]?.item.querySelector("a").focus();
    this.shown = more ? [...this.shown, ...drawn] : drawn;
    this.rest = () => items(now, from + SHOWN);
    this.#follow();
    return answer.hits.length > from + SHOWN;
  }

  #below() {
    const drawn = this.rest();
    this.rest = () => [];
    this.list.append(...drawn.map(({ item }) => item));
    this.shown.push(...drawn);
  }

  /** What follows an answer, until another is drawn. */
  async #follow() {
    const mine = this.turn;
    await this.reader.calm();
    await pause();
    if (mine !== this.turn) return;
    this.#below();
    await this.#quoteAll(mine);
  }

  /** One after the other, when the reader waits for nothing else; put in a few at a time, for each
      time the page is laid out again. */
  async #quoteAll(mine) {
    const left = this.shown.filter(({ terms, quoted }) => terms.length && !quoted);
    while (left.length) {
      const some = left.splice(0, TOGETHER);
      const cut = [];
      for (const one of some) {
        await this.reader.calm();
        await pause();
        if (mine !== this.turn) return;
        cut.push(await this.#quoted(one));
      }
      if (mine !== this.turn) return;
      some.forEach((one, at) => put(one, cut[at]));
    }
  }

  #item(page, terms) {
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
    return { key: keyOf(page.number, terms), item, page, terms, words };
  }

  /** Cut from the page's words, that come in a script of their own; nothing where they do not. */
  async #quoted({ page, terms }) {
    try {
      const texts = await carried(`extrait-${drawerOf(page.ref, this.bits)}`, this.data);
      const text = texts[page.ref] ?? "";
      return snippetOf(page.summary ? `${page.summary}\n${text}` : text, terms, this.french);
    } catch {
      return [];
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

/** Without a quotation the summary stays. */
function put(one, parts) {
  one.quoted = true;
  if (!parts.length) return;
  one.words.replaceChildren(...parts.map((part) => (part.marked ? made("mark", "", part.text) : part.text)));
  one.words.hidden = false;
}
