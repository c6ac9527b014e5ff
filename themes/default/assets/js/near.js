// Around me: asks where the reader is when they press the button, never before; completes towns.
import { completing } from "./suggesting.js";
import { around, find } from "./towns.js";

for (const form of document.querySelectorAll("[data-near]")) {
  const input = form.querySelector("[data-near-town]");
  completing(around(input), {
    find,
    choose: (town) => {
      input.value = `${town.name} (${town.department})`;
    },
  });
  const button = form.querySelector("[data-near-me]");
  const told = form.querySelector("[data-near-said]");
  if (!navigator.geolocation) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    told.textContent = form.dataset.sayWaiting;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        // A kilometre is near enough to find places, and says less of the person.
        input.value = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`;
        form.requestSubmit();
      },
      () => {
        told.textContent = form.dataset.sayRefused;
      },
      { timeout: 10_000, maximumAge: 600_000 },
    );
  });
}
