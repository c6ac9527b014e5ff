// Pictures and files pasted, dropped or chosen in the text area: asked about, then put in.
import { type, typeBlock } from "./typing.js";

export function dropping(body, { takePicture }) {
  const take = async (files) => {
    for (const file of files) put(body, await takePicture(file));
  };
  // What comes with words (a table of a spreadsheet) is pasted as words.
  body.addEventListener("paste", (event) => {
    const { files, types } = event.clipboardData;
    if (!files.length || types.includes("text/plain")) return;
    event.preventDefault();
    take([...files]);
  });
  body.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes("Files")) event.preventDefault();
  });
  body.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    take([...event.dataTransfer.files]);
  });
}

export function put(body, taken) {
  body.focus();
  if (!taken) return;
  if (taken.markdown.startsWith("!")) typeBlock(body, taken.markdown);
  else type(body, taken.markdown);
}
