// `[[` completes page titles: a small list under the text, chosen with Tab, Enter or a click.
import { titles } from "./suggesting.js";
import { type } from "./typing.js";

const OPEN = /\[\[([^\[\]\n|]{2,60})$/;

export function linking(body, address) {
  if (!body || !address) return;
  const list = document.createElement("ul");
  list.className = "suggestions under";
  list.hidden = true;
  list.setAttribute("aria-live", "polite");
  body.after(list);
  let asked = new AbortController();

  const choose = (title) => {
    const typed = OPEN.exec(body.value.slice(0, body.selectionStart));
    if (!typed) return;
    body.setSelectionRange(body.selectionStart - typed[1].length, body.selectionStart);
    type(body, body.value.startsWith("]]", body.selectionEnd) ? title : `${title}]]`);
    list.hidden = true;
  };
  const show = (found) => {
    list.replaceChildren(
      ...found.map((one) => {
        const item = document.createElement("li");
        const button = document.createElement("button");
        button.type = "button";
        button.className = "plain";
        button.textContent = one.title;
        button.addEventListener("click", () => choose(one.title));
        item.append(button);
        return item;
      }),
    );
    list.hidden = found.length === 0;
  };

  body.addEventListener("input", async () => {
    asked.abort();
    const typed = OPEN.exec(body.value.slice(0, body.selectionStart));
    if (!typed) {
      list.hidden = true;
      return;
    }
    asked = new AbortController();
    try {
      show(await titles(address, typed[1], asked.signal));
    } catch {
      list.hidden = true;
    }
  });
  body.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "Escape") list.hidden = true;
    else if (event.key === "ArrowDown") {
      event.preventDefault();
      list.querySelector("button").focus();
    }
  });
  list.addEventListener("keydown", (event) => {
    const buttons = [...list.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement);
    if (event.key === "Escape") {
      list.hidden = true;
      body.focus();
    } else if (event.key === "ArrowDown") buttons[Math.min(at + 1, buttons.length - 1)].focus();
    else if (event.key === "ArrowUp") (buttons[at - 1] ?? body).focus();
    else return;
    event.preventDefault();
  });
}
