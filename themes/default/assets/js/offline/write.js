// Words written without a network: drafts kept on the device, gathered into one file.
import { keep, recall } from "../kept.js";
import { carried } from "./carried.js";
import { fileOf, freshKey, now, pageOf } from "./contribution.js";
import { resultOf, SAID } from "./entries.js";
import { drawerOf } from "./hash.js";
import { made, speaking } from "./words.js";

const SORTS = { corriger: "correction", commenter: "remark", essai: "trial", resultat: "quiz" };
const MOST = 200;

class Desk {
  constructor(section) {
    this.section = section;
    this.root = section.dataset.root;
    this.say = speaking(section);
    this.place = Object.fromEntries([...section.querySelectorAll("[data-place]")].map((one) => [one.dataset.place, one]));
    this.sign = section.querySelector("form[data-sign]");
  }

  async start() {
    this.keys = await carried("cles", `${this.root}donnees/`);
    this.store = `contribution:${this.keys.kit.host}`;
    const kept = recall(this.store);
    this.drafts = Array.isArray(kept?.drafts) ? kept.drafts : [];
    for (const name of ["name", "place"]) this.sign.elements.namedItem(name).value = kept?.[name] ?? "";
    this.sign.addEventListener("input", () => this.#keep());
    this.sign.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#save();
    });
    for (const form of this.section.querySelectorAll("form[data-sort]")) this.#listen(form);
    addEventListener("hashchange", () => this.#open());
    this.place.desk.hidden = false;
    this.#keep();
    this.#list();
    await this.#open();
    this.section.dataset.ready = "";
  }

  /** The form that the address asks for; a draft of that page is taken up again. */
  async #open() {
    const params = new URLSearchParams(location.hash.slice(1));
    const [name] = [...params.keys()].filter((key) => SORTS[key]);
    for (const form of this.section.querySelectorAll("form[data-sort]")) form.hidden = true;
    this.writing = null;
    this.place.lost.hidden = true;
    if (!name) return;
    const [sort, ref] = [SORTS[name], params.get(name)];
    const source = await carried(`source-${drawerOf(ref, this.keys.bits)}`, `${this.root}donnees/`).then((all) => all[ref], () => null);
    this.place.lost.hidden = Boolean(source);
    if (!source) return;
    const page = pageOf(ref, source, this.keys.kit);
    const draft = this.drafts.find((one) => one.sort === sort && one.page.path === page.path && one.page.origin === page.origin);
    const given = sort === "quiz" ? resultOf(params.get("r")) : null;
    this.writing = { key: draft?.key ?? freshKey(), sort, ref, page, source, given };
    this.#show(draft);
  }

  #show(draft) {
    const { sort, page, source, given } = this.writing;
    const form = this.section.querySelector(`form[data-sort=${sort}]`);
    form.reset();
    form.querySelector("[data-page]").textContent = page.title;
    const text = form.elements.namedItem("text");
    if (sort === "correction") text.value = source.text;
    for (const [name, value] of Object.entries(draft ?? {})) {
      const field = form.elements.namedItem(name);
      if (field?.type === "checkbox") field.checked = value === true;
      else if (field && typeof value === "string") field.value = value;
    }
    if (sort === "quiz") {
      const result = given ?? draft;
      form.querySelector("[data-result]").textContent = result?.of ? this.say("result", { right: result.right, of: result.of }) : this.say("unanswered");
      this.writing.given = result?.of ? { right: result.right, of: result.of, answers: result.answers } : null;
    }
    form.hidden = false;
    const first = form.querySelector("textarea, input");
    first.focus();
    if (first.type === "textarea") first.setSelectionRange(0, 0);
    first.scrollTop = 0;
  }

  #listen(form) {
    form.addEventListener("input", () => this.#write(form));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.#write(form)) {
        form.querySelector("[data-told]").textContent = this.say("little");
        return;
      }
      location.hash = "";
      this.place.title.focus();
    });
  }

  /** Each key is kept at once; what says nothing any more is no draft. */
  #write(form) {
    const { key, sort, ref, page, source, given } = this.writing;
    const said = SAID[sort](new FormData(form), source, given);
    this.drafts = this.drafts.filter((one) => one.key !== key);
    if (said) this.drafts.push({ key, sort, at: now(), page, ref, ...said });
    const kept = this.#keep();
    form.querySelector("[data-told]").textContent = said ? this.say(kept ? "kept" : "unkept") : "";
    this.#list();
    return said;
  }

  #keep() {
    const { name, place } = Object.fromEntries(new FormData(this.sign));
    const kept = keep(this.store, { name, place, drafts: this.drafts });
    this.place.unkept.hidden = kept;
    return kept;
  }

  #list() {
    const back = Object.fromEntries(Object.entries(SORTS).map(([word, sort]) => [sort, word]));
    this.place.list.replaceChildren(...this.drafts.map((draft) => {
      const again = made("a", "", draft.page.title);
      again.href = `#${new URLSearchParams([[back[draft.sort], draft.ref]])}`;
      const drop = made("button", "button quiet", this.say("drop"), made("span", "unseen", ` ${draft.page.title}`));
      drop.type = "button";
      drop.addEventListener("click", () => this.#drop(draft));
      return made("li", "", made("p", "", made("strong", "", this.say(draft.sort)), " ", again), drop);
    }));
    this.place.none.hidden = this.drafts.length > 0;
    this.sign.hidden = !this.drafts.length;
  }

  #drop(draft) {
    this.drafts = this.drafts.filter((one) => one.key !== draft.key);
    if (this.writing?.key === draft.key) location.hash = "";
    this.#keep();
    this.#list();
    this.place.title.focus();
  }

  #save() {
    const by = Object.fromEntries(new FormData(this.sign));
    const entries = this.drafts.slice(0, MOST).map(({ ref, ...entry }) => entry);
    const text = fileOf({ kit: this.keys.kit, by, entries });
    const link = made("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = `contribution-${now().slice(0, 10)}.maillage.json`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
    this.place.saved.hidden = false;
    this.place.saved.focus();
  }
}

const section = document.querySelector("[data-offline-write]");
if (section) {
  new Desk(section).start().catch(() => {
    section.querySelector("[data-place=failed]").hidden = false;
  });
}
