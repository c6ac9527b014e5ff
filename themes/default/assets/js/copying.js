// A button that copies an address or a text, and says so.
export function copying(button) {
  if (!navigator.clipboard) return;
  const label = button.querySelector("span") ?? button;
  const before = label.textContent;
  button.hidden = false;
  label.setAttribute("aria-live", "polite");
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copies || location.href);
    label.textContent = button.dataset.copied;
    setTimeout(() => {
      label.textContent = before;
    }, 2500);
  });
}
