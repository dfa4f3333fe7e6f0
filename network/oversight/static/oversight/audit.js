// Keys of the sample audit: each presses the button or follows the link that names it.
(function () {
  "use strict";
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.defaultPrevented) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    const pressed = event.key.toLowerCase();
    const found = document.querySelector('[data-audit-key="' + CSS.escape(pressed) + '"]');
    if (!found) return;
    event.preventDefault();
    const note = document.querySelector("[data-audit] textarea");
    // A reason in one's own words is written first; the button sends it.
    if (found.hasAttribute("data-needs-text") && note && !note.value.trim()) {
      document.querySelector("[data-audit-words]").hidden = false;
      note.focus();
    } else found.click();
  });
})();
