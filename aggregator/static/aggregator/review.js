// Keys for the review list: the buttons and links of a row do the work, a key only presses them.
// The admin loads scripts in its head: the rows come after.
document.addEventListener("DOMContentLoaded", () => {
  const rows = [...document.querySelectorAll(".rows tbody tr")];
  const keys = document.getElementById("keys");
  if (!rows.length || !keys) return;

  // After a decision the list comes back: the row that moved up takes the place of the old one.
  const PLACE = "aggregator.review.row";
  const note = document.getElementById("key-note");
  let at = -1;

  // A key that can do nothing says why.
  const say = (reason) => {
    note.textContent = reason ? note.dataset[reason] : "";
  };

  const mark = (place) => {
    if (at >= 0) rows[at].classList.remove("current");
    at = Math.max(0, Math.min(place, rows.length - 1));
    rows[at].classList.add("current");
    sessionStorage.setItem(PLACE, at);
  };
  const go = (place) => {
    say(place >= rows.length ? "last" : place < 0 ? "first" : "");
    mark(place);
    rows[at].focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const find = (selector, reason) => {
    const found = at < 0 ? null : rows[at].querySelector(selector);
    say(at < 0 ? "none" : found ? "" : reason);
    return found;
  };
  const press = (selector, reason) => find(selector, reason)?.click();
  const toggle = () => (keys.open ? keys.close() : keys.showModal());

  const actions = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    a: () => press("button[name=approve]", "approve"),
    r: () => press("button[name=skip]", "skip"),
    o: () => press(".field-content a[target=_blank]", "open"),
    x: () => press("input[name=item]"),
    t: () => find("input[list]", "topic")?.focus(),
    "?": toggle,
  };

  const typing = (place) =>
    place.isContentEditable ||
    place.matches("textarea, select, input:not([type=checkbox]):not([type=radio])");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const key = event.key.toLowerCase();
    if (event.repeat && !"jk".includes(key)) return;
    if (typing(event.target) || (keys.open && key !== "?")) return;
    const action = actions[key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  // Who tabs or clicks into a row works on that row from then on; the focus stays where it is.
  rows.forEach((row, place) => {
    row.tabIndex = -1;
    row.addEventListener("focusin", () => mark(place));
  });

  // A topic that is chosen from the list becomes a ticked box of the row, which has the focus again.
  const keyOf = (name) =>
    [...document.querySelectorAll("#topic-names option")].find(
      (option) => option.value.toLowerCase() === name.trim().toLowerCase(),
    );
  const addTopic = (field) => {
    const option = keyOf(field.value);
    say(field.value.trim() && !option ? "unknown" : "");
    if (!option) return;
    const row = field.closest("tr");
    const box = Object.assign(document.createElement("input"), {
      type: "checkbox",
      name: field.name,
      value: option.dataset.key,
      checked: true,
    });
    const label = document.createElement("label");
    label.append(box, ` ${option.value}`);
    field.before(label);
    field.value = "";
    row.focus();
  };
  document.querySelectorAll(".rows input[list]").forEach((field) => {
    field.addEventListener("input", (event) => {
      // Chosen with the mouse or the arrows, not typed.
      if (!event.inputType || event.inputType === "insertReplacementText") addTopic(field);
    });
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") rows[at]?.focus();
      if (event.key !== "Enter") return;
      event.preventDefault();
      addTopic(field);
    });
  });

  document.querySelectorAll("[data-tick-page]").forEach((label) => {
    label.hidden = false;
    label.firstElementChild.addEventListener("change", (event) => {
      document.querySelectorAll(".rows input[name=item]").forEach((box) => {
        box.checked = event.target.checked;
      });
    });
  });

  document.querySelectorAll("[data-keys]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", toggle);
  });

  const stored = sessionStorage.getItem(PLACE);
  const back = document.referrer.startsWith(location.origin + location.pathname);
  if (back && stored !== null) go(Number(stored));
});
