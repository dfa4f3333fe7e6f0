// The words beside a field for files are the browser's own, in its language. Where this script
// runs, words of ours stand in their place; where it does not, the field stays as it is.
(() => {
  const { choose, none } = document.currentScript.dataset;
  // Wagtail's own buttons lie over fields that cannot be seen.
  const OWN = ".replace-file-input input, .fileinput-button input, .file-field input";

  function rename(input) {
    if (input.matches(OWN)) {
      if (!input.labels.length) input.setAttribute("aria-label", choose);
      return;
    }
    const field = document.createElement("span");
    const button = document.createElement("span");
    const names = document.createElement("span");
    field.className = "file-field";
    button.className = "button button-secondary file-field__button";
    button.textContent = choose;
    button.setAttribute("aria-hidden", "true");
    names.className = "file-field__names";
    names.setAttribute("role", "status");
    input.before(field);
    // The field itself lies over the words, unseen: it takes the click, the key and the drop.
    field.append(button, names, input);
    const tell = () => {
      names.textContent = [...input.files].map((file) => file.name).join(", ") || none;
    };
    input.addEventListener("change", tell);
    tell();
  }

  const renameAll = (root) => root.querySelectorAll('input[type="file"]').forEach(rename);

  document.addEventListener("DOMContentLoaded", () => {
    renameAll(document);
    // Dialogs bring forms of their own.
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) {
        for (const node of addedNodes) if (node.nodeType === Node.ELEMENT_NODE) renameAll(node);
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
})();
