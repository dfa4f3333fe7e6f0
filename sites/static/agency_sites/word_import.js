// The page keeps the chosen file or the paste: it is sent once for the preview and once more to
// enter the article, so the server stores nothing in between.
(() => {
  const root = document.querySelector("[data-word-import]");
  const choose = root.querySelector("[data-choose]");
  const shown = root.querySelector("[data-preview]");
  const paste = root.querySelector("[data-paste]");
  const picker = root.querySelector("[data-file-form] input[type=file]");
  const KEPT = "word-import-paste";
  let held = null;

  function say(text, kind) {
    const line = document.createElement("p");
    line.className = `help-block help-${kind}`;
    line.setAttribute("role", kind === "info" ? "status" : "alert");
    line.textContent = text;
    shown.prepend(line);
    return line;
  }

  async function send(form, step) {
    const data = new FormData(form);
    data.set("step", step);
    data.set("file", held.file, held.name);
    const answer = await fetch(location.pathname, {
      method: "POST",
      body: data,
      headers: { "X-Requested-With": "XMLHttpRequest" },
    });
    const type = answer.headers.get("Content-Type") ?? "";
    if (answer.ok && type.includes("json")) {
      location.assign((await answer.json()).url);
      return;
    }
    if (answer.redirected || !(answer.ok || answer.status === 422)) throw new Error(answer.status);
    const refusedFirst = answer.status === 422 && step === "look";
    shown.innerHTML = await answer.text();
    choose.hidden = !refusedFirst;
    const first = shown.querySelector("[data-first]");
    (shown.querySelector(".error-message")?.closest("p, fieldset") ?? first)?.scrollIntoView();
    first?.focus({ preventScroll: true });
  }

  async function attempt(form, step) {
    const waiting = say(root.dataset.reading, "info");
    const buttons = shown.querySelectorAll("button");
    buttons.forEach((button) => (button.disabled = true));
    try {
      await send(form, step);
    } catch {
      say(root.dataset.failed, "critical");
    }
    waiting.remove();
    buttons.forEach((button) => (button.disabled = false));
  }

  function look(file, name) {
    held = { file, name };
    shown.replaceChildren();
    attempt(root.querySelector("[data-file-form]"), "look");
  }

  function lookAtPaste(html) {
    look(new Blob([html], { type: "text/html" }), "dan.html");
  }

  function escaped(text) {
    const line = document.createElement("p");
    line.textContent = text;
    return line.outerHTML;
  }

  picker.addEventListener("change", () => {
    if (picker.files[0]) look(picker.files[0], picker.files[0].name);
  });

  paste.addEventListener("paste", (event) => {
    event.preventDefault();
    const html = event.clipboardData.getData("text/html");
    const lines = event.clipboardData.getData("text/plain").split(/\r?\n/);
    lookAtPaste(html || lines.map(escaped).join(""));
  });
  // Only what is pasted counts: typed words would be lost when the preview opens.
  paste.addEventListener("beforeinput", (event) => event.preventDefault());

  shown.addEventListener("submit", (event) => {
    event.preventDefault();
    attempt(event.target, "enter");
  });
  shown.addEventListener("click", (event) => {
    if (!event.target.closest("[data-again]")) return;
    shown.replaceChildren();
    choose.hidden = false;
    picker.value = "";
    picker.dispatchEvent(new Event("change"));
    picker.focus();
  });

  const kept = sessionStorage.getItem(KEPT);
  if (kept) {
    sessionStorage.removeItem(KEPT);
    lookAtPaste(kept);
  }
})();
