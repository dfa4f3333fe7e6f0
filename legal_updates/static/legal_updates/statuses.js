// Keys for the screen that confirms statuses: a key only moves the focus or presses what is there.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("[data-statuses]");
  if (!form) return;
  const rows = [...form.querySelectorAll("[data-row]")];
  const box = (row) => row.querySelector("input[name=row]");
  const keys = form.querySelector(".statuses__keys");
  keys.hidden = false;

  let at = -1;
  rows.forEach((row, place) => {
    row.addEventListener("focusin", () => {
      at = place;
    });
  });
  const go = (place) => {
    at = Math.max(0, Math.min(place, rows.length - 1));
    box(rows[at]).focus();
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const inRow = (selector) => (at < 0 ? null : rows[at].querySelector(selector));

  const actions = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    x: () => inRow("input[name=row]")?.click(),
    o: () => inRow("a[data-open]")?.click(),
    e: () => inRow(".statuses__fields input, .statuses__fields select")?.focus(),
  };
  const typing = (place) => place.matches("textarea, select, input:not([type=checkbox])");

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && at >= 0 && rows[at].contains(event.target)) {
      box(rows[at]).focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const action = actions[event.key.toLowerCase()];
    if (!action || typing(event.target)) return;
    event.preventDefault();
    action();
  });

  keys.querySelector("[data-tick-page]").addEventListener("change", (event) => {
    rows.forEach((row) => {
      box(row).checked = event.target.checked;
    });
  });
});
