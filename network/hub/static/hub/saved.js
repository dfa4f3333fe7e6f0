// Lists the pages that this browser has saved.
(async () => {
  const list = document.querySelector("[data-saved]");
  const nothing = document.querySelector("[data-nothing]");
  const remove = document.querySelector("[data-remove]");
  if (!window.caches || !navigator.serviceWorker) {
    nothing.textContent = nothing.dataset.unable;
    return;
  }
  const pages = await caches.open("pages");
  const show = async () => {
    const kept = await Promise.all(
      (await pages.keys()).reverse().map(async (request) => [request, await pages.match(request)])
    );
    // worker.js shows none that are older.
    const oldest = Date.now() - list.dataset.days * 24 * 3600 * 1000;
    const shown = kept.filter(([, copy]) => Date.parse(copy.headers.get("X-Saved-At")) > oldest);
    const entries = shown.map(([request, copy]) => {
      const entry = document.createElement("li");
      const link = document.createElement("a");
      const words = document.createElement("textarea");
      words.innerHTML = decodeURIComponent(copy.headers.get("X-Saved-Title"));
      link.className = "entries__title";
      link.href = request.url;
      link.textContent = words.value.split(" | ")[0];
      entry.append(link);
      return entry;
    });
    list.replaceChildren(...entries);
    nothing.hidden = list.children.length > 0;
    remove.hidden = !nothing.hidden;
  };
  remove.addEventListener("click", async () => {
    for (const each of await pages.keys()) await pages.delete(each);
    await show();
    nothing.focus();
  });
  await show();
})();
