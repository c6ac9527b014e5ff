// One plain sentence over the text: why it opened so, and what would have changed.
export function tell(box, sentence) {
  const note = box.querySelector("[data-writer-note]");
  if (!sentence) return note?.replaceChildren();
  const line = document.createElement("p");
  line.textContent = sentence;
  note.replaceChildren(line);
}

export function showLoss(box, lost, words) {
  tell(box, lost.sentence || words.unsafe);
  if (!lost.before && !lost.after) return;
  const more = document.createElement("details");
  const summary = document.createElement("summary");
  summary.textContent = words.example;
  more.append(summary, passage(words.before, lost.before), passage(words.after, lost.after));
  box.querySelector("[data-writer-note]").append(more);
}

function passage(title, text) {
  const part = document.createElement("div");
  const name = document.createElement("p");
  const code = document.createElement("pre");
  name.className = "small soft";
  name.textContent = title;
  code.tabIndex = 0;
  code.textContent = text ?? "";
  part.append(name, code);
  return part;
}
