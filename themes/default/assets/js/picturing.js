// Pictures and files by paste, drop or choice: made smaller on the device, asked about in a dialog,
// sent at once. `takePicture(file)` and `choosePicture()` give {markdown, url, alt, width, height},
// or null where the person gives up. Several are asked about one after another.
import { prepared } from "./shrinking.js";

const NOTHING = async () => null;
const made = new WeakMap();

// One queue for each form, whoever asks: there is one dialog.
export function picturing(form) {
  if (!made.has(form)) made.set(form, asking(form));
  return made.get(form);
}

function asking(form) {
  const dialog = document.querySelector("dialog[data-picture]");
  if (!dialog?.showModal) return { takePicture: NOTHING, choosePicture: NOTHING };
  let before = Promise.resolve();
  const takePicture = (file) => {
    const mine = before.then(() => ask(dialog, form, file));
    before = mine.catch(() => null);
    return mine;
  };
  return { takePicture, choosePicture: async () => {
    const file = await chosen();
    return file ? takePicture(file) : null;
  } };
}

function chosen() {
  return new Promise((resolve) => {
    const input = document.createElement("input");
    input.type = "file";
    input.hidden = true;
    input.dataset.pictureChooser = "";
    input.addEventListener("change", () => end(input.files[0] ?? null));
    input.addEventListener("cancel", () => end(null));
    const end = (file) => {
      input.remove();
      resolve(file);
    };
    document.body.append(input);
    input.click();
  });
}

function ask(dialog, form, file) {
  const panel = dialog.querySelector("[data-picture-form]");
  const part = (name) => dialog.querySelector(`[data-picture-${name}]`);
  const picture = file.type.startsWith("image/");
  const back = document.activeElement;
  const gone = new AbortController();
  const making = prepared(file, part("shown"), gone.signal);
  const asked = new AbortController();

  return new Promise((resolve) => {
    const end = (kept) => {
      asked.abort();
      gone.abort();
      if (dialog.open) dialog.close();
      part("shown").hidden = true;
      if (back?.isConnected) back.focus();
      resolve(kept);
    };
    const on = (target, name, act) => target.addEventListener(name, act, { signal: asked.signal });
    let sending = false;
    const send = async (event) => {
      event.preventDefault();
      if (sending || !complete(dialog, panel, picture)) return;
      sending = true;
      busy(dialog, true);
      try {
        say(dialog, dialog.dataset.preparing);
        const ready = await making;
        if (ready.size > Number(dialog.dataset.limit)) throw { detail: dialog.dataset.tooLarge };
        end(await post(dialog, form, panel, ready, gone.signal));
      } catch (error) {
        if (gone.signal.aborted) return;
        wrong(dialog, panel, error);
      } finally {
        sending = false;
        busy(dialog, false);
      }
    };
    open(dialog, form, panel, file, picture);
    on(panel, "submit", send);
    on(part("cancel"), "click", () => end(null));
    on(dialog, "cancel", (event) => {
      event.preventDefault();
      end(null);
    });
    on(panel.elements.decorative, "change", () => {
      panel.elements.alt.disabled = panel.elements.decorative.checked;
    });
  });
}

function open(dialog, form, panel, file, picture) {
  const { alt, decorative, title, licence, source } = panel.elements;
  for (const field of [alt, title, source]) field.value = "";
  decorative.checked = alt.disabled = false;
  const words = file.name.replace(/\.[a-z0-9]{1,5}$/i, "").replace(/[_\s]+/g, " ").trim();
  if (!picture) title.value = words.slice(0, 80);
  const whole = form.elements.licence?.value;
  if (whole && [...licence.options].some((option) => option.value === whole)) licence.value = whole;
  // The picture comes when it is ready: its room is kept, so that nothing moves under the hand.
  dialog.querySelector(".picture-shown").classList.toggle("to-come", picture);
  dialog.querySelector("[data-picture-only]").hidden = !picture;
  dialog.querySelector("[data-file-only]").hidden = picture;
  dialog.querySelector("[data-picture-heading]").textContent = picture ? dialog.dataset.aPicture : dialog.dataset.aFile;
  dialog.querySelector("[data-picture-name]").textContent = file.name.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/g, "").slice(0, 120);
  told(dialog, panel, "", null);
  dialog.showModal();
  (picture ? alt : title).focus();
}

function complete(dialog, panel, picture) {
  const { alt, decorative, title, authors } = panel.elements;
  const { altWanted, titleWanted, authorsWanted } = dialog.dataset;
  let sentence = "";
  let field = null;
  if (picture && !alt.value.trim() && !decorative.checked) [sentence, field] = [altWanted, alt];
  else if (!picture && !title.value.trim()) [sentence, field] = [titleWanted, title];
  else if (!authors.value.trim()) [sentence, field] = [authorsWanted, authors];
  told(dialog, panel, sentence, field);
  return !sentence;
}

function told(dialog, panel, sentence, field) {
  const box = dialog.querySelector("[data-picture-error]");
  box.hidden = !sentence;
  box.querySelector("span").textContent = sentence;
  for (const one of panel.elements) {
    one.removeAttribute("aria-invalid");
    if (one.getAttribute("aria-errormessage")) one.removeAttribute("aria-errormessage");
  }
  if (!field) return;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-errormessage", box.id);
  field.closest("details")?.setAttribute("open", "");
  field.focus();
}

function wrong(dialog, panel, error) {
  const field = error?.field && error.field !== "file" ? panel.elements[error.field] : null;
  told(dialog, panel, error?.detail || dialog.dataset.lost, field ?? null);
}

function busy(dialog, on) {
  dialog.querySelector("[data-picture-progress]").hidden = !on;
  dialog.querySelector("[type=submit]").disabled = on;
}

function say(dialog, sentence, part = null) {
  const box = dialog.querySelector("[data-picture-progress]");
  const words = box.querySelector("span");
  if (words.textContent !== sentence) words.textContent = sentence;
  const bar = box.querySelector("progress");
  if (part === null) bar.removeAttribute("value");
  else bar.value = part;
}

// XMLHttpRequest tells how far a sending is, which fetch does not.
function post(dialog, form, panel, file, signal) {
  const sent = new FormData();
  sent.set("csrf", form.elements.csrf?.value ?? "");
  for (const name of ["title", "alt", "licence", "authors", "source"]) sent.set(name, panel.elements[name].value);
  if (panel.elements.decorative.checked) {
    sent.set("decorative", "yes");
    sent.delete("alt");
  }
  sent.set("file", file, file.name || "image");
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", dialog.dataset.picture);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable) return;
      const part = Math.floor((event.loaded / event.total) * 100);
      const done = event.loaded >= event.total;
      // Told aloud at every tenth only.
      const spoken = dialog.dataset.sending.replace("{part}", String(Math.floor(part / 10) * 10));
      say(dialog, done ? dialog.dataset.keeping : spoken, done ? null : part);
    });
    request.addEventListener("load", () => {
      if (request.status === 201 && request.response) resolve(request.response);
      else reject(request.response ?? {});
    });
    for (const name of ["error", "abort", "timeout"]) request.addEventListener(name, () => reject({}));
    signal.addEventListener("abort", () => request.abort());
    request.send(sent);
  });
}
