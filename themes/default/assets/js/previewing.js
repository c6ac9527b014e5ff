// The text as it will be read, asked of the server (POST form: csrf, kind, body; answers HTML that
// the server made safe), while one pauses.
const WAIT_MS = 500;

export function previewing(form, body) {
  const box = form.querySelector("[data-preview]");
  const text = box?.querySelector("[data-preview-text]");
  if (!text || !body) return;
  let timer = 0;
  let asked = new AbortController();

  const ask = async () => {
    asked.abort();
    asked = new AbortController();
    const sent = new URLSearchParams({
      csrf: form.elements.csrf.value,
      kind: form.elements.kind.value,
      body: body.value,
    });
    try {
      const answer = await fetch(box.dataset.preview, { method: "POST", body: sent, signal: asked.signal });
      if (!answer.ok) return;
      text.innerHTML = await answer.text();
      box.hidden = text.childNodes.length === 0;
    } catch {
      // offline, or typed on: the last preview stays
    }
  };
  body.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  if (body.value.trim()) ask();
}
