// Stands for `entities` in markdown-it (see build.mjs): the browser knows the names by heart.
const box = document.createElement("textarea");

export function decodeHTML(text) {
  if (!/^&[a-z0-9]+;$/i.test(text)) return text;
  box.innerHTML = text;
  const { value } = box;
  // `&notit;` is no name, though browsers read `&not` in it.
  return value.endsWith(";") && text !== "&semi;" ? text : value;
}
