// The counts of the menu, and the search for screens and things that Ctrl+K opens.
(() => {
  const { screens, counts, label } = document.currentScript.dataset;
  const KEPT = "menu-counts";
  const KEPT_FOR = 120_000;

  const folded = (text) =>
    text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d").trim();

  // Returns null after telling the page (server_away.js) that the server does not answer.
  const ask = async (address) => {
    const answer = await fetch(address).catch(() => null);
    if (answer && answer.status < 500) return answer;
    window.dispatchEvent(new Event("server-away"));
    return null;
  };

  // The menu is drawn by Wagtail's script, again and again: its links are found when they are there.
  const showCounts = (found) => {
    // Its tabs say on which of the entry's screens the tasks are.
    for (const link of document.querySelectorAll("[data-entry], .screen-tabs a")) {
      const number = found[link.dataset.entry ?? link.getAttribute("href")];
      if (number) link.dataset.count = number > 99 ? "99+" : number;
      else delete link.dataset.count;
    }
    // The entry of a page that is none of its screens: Wagtail finds it by the address alone.
    document.querySelector("[data-entry][data-here]")?.setAttribute("aria-current", "true");
  };

  // A message tells of something just done: no old counts beside it.
  const hasMessage = () => document.querySelector(".messages li") !== null;

  let sent = false;
  const loadCounts = async () => {
    const kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
    if (kept && Date.now() - kept.at < KEPT_FOR && !hasMessage()) return kept.found;
    const answer = await fetch(counts, { headers: { Accept: "application/json" } }).catch(() => null);
    if (!answer?.ok) return {};
    const found = await answer.json();
    // Asked before a form was sent, the counts are old already.
    if (!sent) sessionStorage.setItem(KEPT, JSON.stringify({ at: Date.now(), found }));
    return found;
  };

  const watchMenu = async () => {
    const menu = document.querySelector("[data-wagtail-sidebar]");
    if (!menu) return;
    const found = await loadCounts();
    showCounts(found);
    new MutationObserver(() => showCounts(found)).observe(menu, { childList: true, subtree: true });
  };

  // Filters the rows while the user types; arrow keys move between the field and the rows.
  const enable = (section) => {
    const input = section.querySelector("input");
    const rows = [...section.querySelectorAll("li")];
    const found = section.querySelector("[data-found]");
    const status = section.querySelector("[role=status]");
    const pages = section.querySelector("[data-search]");
    const shown = () => [
      ...rows.filter((row) => !row.hidden).map((row) => row.firstElementChild),
      ...found.querySelectorAll("a"),
      ...(pages && !pages.hidden ? [pages] : []),
    ];
    // Things with these words are asked for when the typing pauses; an older answer is dropped.
    let pause;
    const find = async () => {
      const typed = input.value.trim();
      const answer = await ask(`${found.dataset.found}?q=${encodeURIComponent(typed)}`);
      if (!answer?.ok || typed !== input.value.trim()) return;
      found.innerHTML = await answer.text();
      status.hidden = shown().length > 0;
    };
    input.addEventListener("input", () => {
      clearTimeout(pause);
      found.replaceChildren();
      status.hidden = true;
      if (input.value.trim()) pause = setTimeout(find, 200);
      const words = folded(input.value).split(/\s+/);
      for (const row of rows) row.hidden = !words.every((word) => row.dataset.words.includes(word));
      if (pages) {
        pages.hidden = !input.value.trim();
        pages.href = `${pages.dataset.search}?q=${encodeURIComponent(input.value.trim())}`;
        pages.querySelector("span").textContent = `${pages.dataset.label} ${input.value.trim()}`;
      }
    });
    section.addEventListener("keydown", (event) => {
      const links = shown();
      const at = links.indexOf(document.activeElement);
      if (event.key === "Enter" && at < 0 && input.value.trim()) links[0]?.click();
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step) return;
      event.preventDefault();
      (links[at + step] || input).focus();
    });
  };

  let dialog;
  const open = async (typed = "") => {
    if (!dialog) {
      const answer = await ask(screens);
      if (!answer) return undefined;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const section = page.querySelector("[data-screen-search]");
      if (!section) return location.assign(screens);
      dialog = document.createElement("dialog");
      dialog.className = "screen-dialog";
      dialog.setAttribute("aria-label", label);
      dialog.append(section);
      document.body.append(dialog);
      enable(section);
      dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
    }
    dialog.showModal();
    const input = dialog.querySelector("input");
    input.select();
    if (typed) {
      input.value = typed;
      input.dispatchEvent(new Event("input"));
    }
    return undefined;
  };

  // Wagtail's field in the menu searches pages alone. Tab passes it: only a press or a letter opens.
  const isMenuSearch = ({ target }) => Boolean(target.closest("[data-wagtail-sidebar] [role=search]"));

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      // In a text this is the key for a link.
      if (event.target.closest("[contenteditable=true]")) return;
      event.preventDefault();
      open();
    } else if (isMenuSearch(event) && (event.key === "Enter" || (event.key.length === 1 && !event.ctrlKey))) {
      event.preventDefault();
      open(event.key.length === 1 ? event.key.trim() : "");
    }
  });
  document.addEventListener("click", (event) => {
    if (!isMenuSearch(event)) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("DOMContentLoaded", () => {
    const section = document.querySelector("[data-screen-search]");
    if (section) enable(section);
    // On a phone the row of tabs is longer than the screen.
    const tabs = document.querySelector(".screen-tabs");
    const current = tabs?.querySelector("[aria-current]");
    if (current) tabs.scrollLeft = current.offsetLeft - tabs.offsetLeft - (tabs.clientWidth - current.offsetWidth) / 2;
    watchMenu();
  });
  // What was just done changes the counts.
  document.addEventListener("submit", () => {
    sent = true;
    sessionStorage.removeItem(KEPT);
  });
})();
