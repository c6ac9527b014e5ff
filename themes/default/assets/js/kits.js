// A file that is being prepared: how far it is, without loading the screen anew.
const screen = document.querySelector("[data-kit]");
const EVERY_MS = 1500;
const TOLD_EVERY = 0.2;

if (screen) {
  const bar = screen.querySelector("progress");
  const words = screen.querySelector("[data-kit-said]");
  const told = screen.querySelector("[data-kit-told]");
  let last = -1;

  // Those who listen hear each fifth of the way, not each page.
  const tell = (said, part) => {
    words.textContent = said;
    if (part - last >= TOLD_EVERY || last < 0) {
      told.textContent = said;
      last = part;
    }
  };

  const look = async () => {
    const answer = await fetch(screen.dataset.kit, { headers: { Accept: "application/json" } });
    if (!answer.ok) return location.reload();
    const job = await answer.json();
    if (!["waiting", "making"].includes(job.state)) return location.reload();
    if (job.of) {
      bar.max = job.of;
      bar.value = job.done;
    }
    tell(job.said, job.of ? job.done / job.of : 0);
    return setTimeout(again, EVERY_MS);
  };
  // A line that is cut says nothing of the file: it is asked again a little later.
  const again = () => look().catch(() => setTimeout(again, 4 * EVERY_MS));

  setTimeout(again, EVERY_MS);
}
