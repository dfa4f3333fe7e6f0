// The bell counts what came since it was last opened in this browser.
const bell = document.querySelector(".start-bell");
if (bell) {
  const key = `start-seen-${bell.dataset.user}`;
  const seen = Number(localStorage.getItem(key) || 0);
  const number = bell.querySelector("summary").appendChild(document.createElement("b"));
  const added = [...bell.querySelectorAll("li")].filter((row) => Date.parse(row.dataset.came) > seen);
  for (const row of added) row.classList.add("is-new");
  number.textContent = added.length || "";
  bell.addEventListener("toggle", () => {
    localStorage.setItem(key, Date.now());
    number.textContent = "";
  });
}

// On a phone the panels of the second column begin closed, so that the tasks are not far apart.
if (window.matchMedia("(max-width: 63.99em)").matches) {
  for (const card of document.querySelectorAll(".start-card")) card.open = false;
}
