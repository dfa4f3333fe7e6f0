// Keys for the review list: the buttons and links of a row do the work, a key only presses them.
// The admin loads scripts in its head: the rows come after.
document.addEventListener("DOMContentLoaded", () => {
  const rows = [...document.querySelectorAll(".rows tbody tr")];
  const keys = document.getElementById("keys");
  if (!rows.length || !keys) return;

  // After a decision the list comes back: the row that moved up takes the place of the old one.
  const PLACE = "aggregator.review.row";
  let at = -1;

  const mark = (place) => {
    if (at >= 0) rows[at].classList.remove("current");
    at = Math.max(0, Math.min(place, rows.length - 1));
    rows[at].classList.add("current");
    sessionStorage.setItem(PLACE, at);
  };
  const go = (place) => {
    mark(place);
    rows[at].focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const press = (selector) => {
    if (at >= 0) rows[at].querySelector(selector)?.click();
  };
  const toggle = () => (keys.open ? keys.close() : keys.showModal());

  const actions = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    a: () => press("button[name=approve]"),
    r: () => press("button[name=skip]"),
    o: () => press(".field-content a[target=_blank]"),
    x: () => press("input[name=item]"),
    "?": toggle,
  };

  const typing = (place) =>
    place.isContentEditable ||
    place.matches("textarea, select, input:not([type=checkbox]):not([type=radio])");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.repeat && !"jk".includes(event.key)) return;
    if (typing(event.target) || (keys.open && event.key !== "?")) return;
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  // Who tabs or clicks into a row works on that row from then on; the focus stays where it is.
  rows.forEach((row, place) => {
    row.tabIndex = -1;
    row.addEventListener("focusin", () => mark(place));
  });

  document.querySelectorAll("[data-keys]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", toggle);
  });

  const stored = sessionStorage.getItem(PLACE);
  const back = document.referrer.startsWith(location.origin + location.pathname);
  if (back && stored !== null) go(Number(stored));
});
