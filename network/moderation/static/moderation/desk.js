// The review desk: sections become tabs, remarks appear where they are needed, open questions are
// listed. Without this script everything stands one below the other.
document.addEventListener("DOMContentLoaded", () => {
  const desk = document.querySelector("[data-desk]");
  if (!desk) return;
  makeTabs(desk.querySelector("[data-tabs]"));
  const questions = [...desk.querySelectorAll("[data-question]")].map(watchQuestion);
  const showOpen = listOpen(desk.querySelector("[data-open]"), questions);
  desk.addEventListener("change", showOpen);
  showOpen();
  offerConfirmation(desk.querySelector("[data-confirm]"), questions, showOpen);
  desk.querySelectorAll("[data-hour]").forEach(offerMorning);
});

// Arrow keys move between tabs, so that all tabs together are one stop of the Tab key.
function makeTabs(place) {
  const panels = [...place.querySelectorAll(":scope > [data-tab]")];
  const list = document.createElement("div");
  list.className = "desk-tabs";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", place.getAttribute("aria-label"));
  place.removeAttribute("aria-label");
  const tabs = panels.map((panel, number) => {
    const heading = panel.querySelector("h3");
    const tab = document.createElement("button");
    tab.type = "button";
    tab.id = `desk-tab-${number}`;
    tab.textContent = [heading.textContent, panel.dataset.count].filter(Boolean).join(" ");
    tab.setAttribute("role", "tab");
    panel.id = `desk-panel-${number}`;
    tab.setAttribute("aria-controls", panel.id);
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    heading.classList.add("w-sr-only");
    list.append(tab);
    return tab;
  });
  const show = (chosen) => {
    tabs.forEach((tab, number) => {
      tab.setAttribute("aria-selected", String(number === chosen));
      tab.tabIndex = number === chosen ? 0 : -1;
      panels[number].hidden = number !== chosen;
    });
  };
  tabs.forEach((tab, number) => tab.addEventListener("click", () => show(number)));
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = (tabs.indexOf(document.activeElement) + step + tabs.length) % tabs.length;
    show(next);
    tabs[next].focus();
  });
  place.prepend(list);
  show(0);
}

// A remark can be written where the answer is "no" or "does not apply"; one with an error is open.
// A core question that does not apply stays open until its remark says why.
function watchQuestion(place) {
  const remark = place.querySelector("[data-remark]");
  const wasOpen = remark.open;
  const answer = () => place.querySelector("input[type=radio]:checked")?.value ?? "";
  const asksRemark = () => "core" in place.dataset && answer() === "not_applicable";
  const isOpen = () => !answer() || (asksRemark() && !remark.querySelector("textarea").value.trim());
  const update = () => {
    remark.hidden = !wasOpen && ["", "yes"].includes(answer());
    if (asksRemark()) remark.open = true;
  };
  place.addEventListener("change", update);
  update();
  return { place, isOpen, update };
}

function listOpen(note, questions) {
  return () => {
    if (!note) return;
    const open = questions.filter((question) => question.isOpen());
    note.textContent = open.length ? `${note.dataset.words} ` : note.dataset.done;
    open.forEach((question) => {
      const link = document.createElement("a");
      link.href = `#${question.place.id}`;
      link.textContent = question.place.dataset.question;
      // One stop of the Tab key on the way to the buttons: the questions themselves are stops.
      link.tabIndex = -1;
      note.append(link, " ");
    });
  };
}

// One press gives the earlier answers again, each shown before it is posted.
function offerConfirmation(place, questions, showOpen) {
  if (!place) return;
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => {
    questions.forEach(({ place: question, update }) => {
      const before = question.dataset.before;
      if (!before) return;
      question.querySelector(`input[type=radio][value=${before}]`).checked = true;
      update();
    });
    showOpen();
  });
}

// Opens with eight o'clock tomorrow. The field shows the hour as the browser's language does, often
// with the month first: below it the day is written as in Vietnamese.
function offerMorning(place) {
  const field = place.querySelector("input");
  const two = (number) => String(number).padStart(2, "0");
  const show = () => {
    const [day, hour] = field.value.split("T");
    place.querySelector("output").textContent = hour ? `${hour}, ${day.split("-").reverse().join("/")}` : "";
  };
  place.addEventListener("toggle", () => {
    const day = new Date(Date.now() + 24 * 60 * 60 * 1000);
    field.value ||= `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T08:00`;
    show();
  });
  field.addEventListener("input", show);
}
