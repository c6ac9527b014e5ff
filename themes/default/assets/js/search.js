// The search screen: results, counts and address follow what is typed and ticked.
import { recentList, remembering } from "./recent.js";
import { around, find as findTown } from "./towns.js";
import { completing } from "./suggesting.js";

const WAIT_MS = 180;
const form = document.querySelector("[data-searches]");
const place = document.querySelector("[data-found]");
const told = document.querySelector("[data-told]");
const box = form.elements.namedItem("q");
let timer = 0;
let asked = new AbortController();

// What the form says; what its text names itself is not said twice.
function said({ whole = false } = {}) {
  const typed = new Set(whole ? [] : [...place.querySelectorAll("[data-typed]")].map((one) => `${one.name}=${one.value}`));
  const params = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (value && !typed.has(`${name}=${value}`) && !(name === "within" && !near())) params.append(name, value);
  }
  return params;
}

const near = () => form.elements.namedItem("near")?.value.trim();

async function find(params, { typing = true } = {}) {
  clearTimeout(timer);
  asked.abort();
  asked = new AbortController();
  place.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${form.dataset.searches}?${params}`, { signal: asked.signal });
    if (!answer.ok) throw new Error(String(answer.status));
    show(await answer.text());
  } catch (error) {
    if (error.name === "AbortError") return;
    told.textContent = form.dataset.failed;
  }
  place.removeAttribute("aria-busy");
}

// The new results, with the focus and the folds where they were.
function show(html) {
  const held = place.contains(document.activeElement) ? document.activeElement : null;
  const open = [...place.querySelectorAll("details[data-open][open]")].map((one) => one.dataset.open);
  place.innerHTML = html;
  for (const one of place.querySelectorAll("details[data-open]")) one.open ||= open.includes(one.dataset.open);
  if (held) again(held)?.focus();
  told.textContent = place.querySelector("[data-said]").dataset.said;
  dress();
}

const again = (held) =>
  [...place.querySelectorAll("input, select, button, summary")].find(
    (one) => one.name === held.name && (one.type !== "checkbox" || one.value === held.value) && one.tagName === held.tagName,
  );

const address = (params) => (String(params) ? `${form.getAttribute("action")}?${params}` : form.getAttribute("action"));

function typed() {
  const params = said();
  history.replaceState(null, "", address(params));
  find(params);
}

// A choice is a step that the back button takes back; what the text named is a choice from then on.
function chosen() {
  const params = said({ whole: true });
  const words = place.querySelector("[data-words]").dataset.words;
  if (place.querySelector("[data-typed]")) {
    box.value = words;
    words ? params.set("q", words) : params.delete("q");
  }
  history.pushState(null, "", address(params));
  find(params);
}

// What is there for scripts alone: the town completes itself, the device says where it is.
function dress() {
  const town = place.querySelector("[data-town-near]");
  if (town) {
    completing(around(town), { find: findTown, choose: (one) => { town.value = `${one.title} (${one.department})`; chosen(); } });
  }
  recentList(place.querySelector("[data-recents]"));
  const locate = place.querySelector("[data-locates]");
  if (locate && navigator.geolocation) {
    locate.hidden = false;
    locate.addEventListener("click", () => locateMe(locate));
  }
}

// Only where somebody asks for it; to about a kilometre, which is enough to find what is near.
function locateMe(button) {
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      place.querySelector("[data-town-near]").value = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`;
      chosen();
    },
    () => { told.textContent = button.dataset.refused; told.classList.remove("unseen"); },
  );
}

box.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(typed, WAIT_MS);
});
place.addEventListener("change", (event) => {
  if (event.target.form !== form || event.target.name === "q") return;
  chosen();
});
place.addEventListener("click", (event) => {
  if (event.target.closest("a")) remembering(box.value);
});
addEventListener("popstate", () => {
  const params = new URLSearchParams(location.search);
  box.value = params.get("q") ?? "";
  find(params);
});
dress();
