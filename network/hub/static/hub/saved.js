// Lists the pages that this browser has saved.
(async () => {
  const list = document.querySelector("[data-saved]");
  const nothing = document.querySelector("[data-nothing]");
  const remove = document.querySelector("[data-remove]");
  if (!window.caches) return;
  const pages = await caches.open("pages");
  const show = async () => {
    const entries = (await pages.keys()).reverse().map(async (request) => {
      const copy = await pages.match(request);
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
    list.replaceChildren(...(await Promise.all(entries)));
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
