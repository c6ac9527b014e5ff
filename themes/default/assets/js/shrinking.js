// A photograph made smaller before it is sent, for a bad line. The server does the same to what
// comes to it large, so whatever fails here is sent as it is.
const SIDE = 1600;
const SMALL_BYTES = 1_000_000;
const SHOWN = 320;
const KINDS = { "image/jpeg": "image/jpeg", "image/png": "image/png", "image/webp": "image/webp", "image/avif": "image/webp", "image/heic": "image/jpeg", "image/heif": "image/jpeg" };
const LOSSY_OVER_BYTES = 2_500_000;

export async function prepared(file, shown, signal) {
  const kind = KINDS[file.type];
  if (!kind && file.type !== "image/gif") return file;
  let bitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch {
    return file;
  }
  try {
    if (!signal.aborted) show(bitmap, shown);
    return kind && !(await moves(file)) ? await reduced(file, bitmap, kind) : file;
  } catch {
    return file;
  } finally {
    bitmap.close();
  }
}

async function reduced(file, bitmap, kind) {
  const scale = Math.min(1, SIDE / Math.max(bitmap.width, bitmap.height));
  const foreign = file.type.startsWith("image/hei");
  if (scale === 1 && file.size <= SMALL_BYTES && !foreign) return file;
  const canvas = document.createElement("canvas");
  draw(bitmap, canvas, scale);
  let made = await encoded(canvas, kind);
  if (made && made.size > LOSSY_OVER_BYTES) made = (await encoded(canvas, "image/webp")) ?? made;
  if (!made || (made.size >= file.size && scale === 1 && !foreign)) return file;
  return new File([made], file.name, { type: made.type });
}

function encoded(canvas, kind) {
  return new Promise((resolve) => canvas.toBlob(resolve, kind, 0.86));
}

function draw(bitmap, canvas, scale) {
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const pen = canvas.getContext("2d");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
}

function show(bitmap, canvas) {
  draw(bitmap, canvas, Math.min(1, SHOWN / Math.max(bitmap.width, bitmap.height)));
  canvas.hidden = false;
}

// A picture drawn on a canvas stands still.
async function moves(file) {
  const head = new Uint8Array(await file.slice(0, 65_536).arrayBuffer());
  const text = new TextDecoder("latin1").decode(head);
  return file.type === "image/png" ? text.includes("acTL") : file.type === "image/webp" ? text.includes("ANIM") : text.slice(4, 12) === "ftypavis";
}
