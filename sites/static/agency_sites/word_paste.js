// Rich text fields hold neither headings, tables nor pictures, and would turn deleted words of
// tracked changes and hidden words into text. A paste with any of them is stopped, and one sentence
// leads to the import, which receives the same paste.
(() => {
  const RICH =
    /<(?:table|img|h[1-6]|del|v:imagedata)\b|mso-(?:list|footnote-id|comment-reference)|class="?MsoTitle|msoDel|sdfootnote|font-family:\s*["']?(?:\.Vn|VNI)|face="(?:\.Vn|VNI)|display:\s*none/i;
  const KEPT = "word-import-paste";

  const panel = () => document.querySelector("[data-from-word]");

  // A new article has an address of its own once it has been saved in the background.
  function address(link) {
    const saved = location.pathname.match(/\/pages\/(\d+)\/edit\//);
    return saved ? panel().dataset.anyPage.replace("/0/", `/${saved[1]}/`) : link.href;
  }

  function tell(editor, html) {
    editor.parentElement.querySelector(":scope > .from-word-note")?.remove();
    const note = panel().querySelector("[data-from-word-note]").content.cloneNode(true);
    const box = note.firstElementChild;
    box.classList.add("from-word-note");
    box.querySelector("a").addEventListener("click", () => {
      try {
        sessionStorage.setItem(KEPT, html);
      } catch {
        // More than the browser stores: the person pastes once more on the next screen.
      }
    });
    editor.before(box);
    box.focus();
  }

  document.addEventListener(
    "paste",
    (event) => {
      const editor = event.target.closest?.(".Draftail-Editor");
      const html = event.clipboardData?.getData("text/html") ?? "";
      if (!editor || !panel() || !RICH.test(html)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      tell(editor, html);
    },
    true,
  );

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-from-word] a, .from-word-note a");
    if (link) link.href = address(link);
  });
})();
