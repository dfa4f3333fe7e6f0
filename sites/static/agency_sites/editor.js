// The article editor: the toolbar stays in view, and a missing item leads to its field.
(() => {
  try {
    // Wagtail's toolbar appears only while text is selected, unless the person has pinned it.
    if (!localStorage.getItem("wagtail:draftail-toolbar")) {
      localStorage.setItem("wagtail:draftail-toolbar", "sticky");
    }
  } catch {
    // Without storage the toolbar stays as Wagtail makes it.
  }

  // A field of the form, or of a block: "body.<id of the block>.<name>".
  function fieldAt(path) {
    const [name, ...parts] = path.split(".");
    let place = document.querySelector(`[data-contentpath="${name}"]`);
    for (const part of parts) place = place?.querySelector(`[data-contentpath="${part}"]`) ?? place;
    return place ?? document.querySelector(`[name="${name}"]`);
  }

  function unfold(place) {
    for (let each = place; each; each = each.parentElement.closest(".w-panel")) {
      const toggle = each.querySelector(":scope > .w-panel__header [aria-expanded=false]");
      toggle?.click();
      if (!each.parentElement) return;
    }
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-missing]");
    if (!link) return;
    event.preventDefault();
    const place = fieldAt(link.dataset.missing);
    if (!place) return;
    unfold(place);
    place.scrollIntoView({ block: "center" });
    const fields = "input:not([type=hidden]), textarea, select, [contenteditable=true], button";
    (place.matches(fields) ? place : place.querySelector(fields))?.focus();
  });
})();
