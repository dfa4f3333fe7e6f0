// Suggestions below a search field while somebody types (WAI-ARIA combobox with a list). Without
// this file the field is a plain form that works.
"use strict";

for (const field of document.querySelectorAll("form.search input[type=search]")) {
  const form = field.form;
  const list = document.createElement("ul");
  list.id = `${field.id}-suggestions`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("label").textContent);
  form.append(list);
  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-expanded", "false");
  field.setAttribute("aria-controls", list.id);
  field.autocomplete = "off";

  let waiting = 0;
  let asked = "";
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  const choose = (number) => {
    const options = [...list.children];
    chosen = (number + options.length) % options.length;
    options.forEach((each, place) => each.setAttribute("aria-selected", place === chosen));
    field.setAttribute("aria-activedescendant", options[chosen].id);
    options[chosen].scrollIntoView({ block: "nearest" });
  };

  const take = (option) => {
    if (option.dataset.url) {
      window.location.assign(option.dataset.url);
    } else {
      field.value = option.dataset.text;
      form.submit();
    }
  };

  const show = (suggestions) => {
    list.replaceChildren(
      ...suggestions.map(({ text, kind, url }, place) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${place}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        option.dataset.text = text;
        option.dataset.url = url;
        option.append(text);
        if (kind) {
          const what = document.createElement("span");
          what.className = "meta";
          what.textContent = kind;
          option.append(what);
        }
        return option;
      })
    );
    chosen = -1;
    list.hidden = suggestions.length === 0;
    field.setAttribute("aria-expanded", String(!list.hidden));
  };

  const ask = async () => {
    const words = field.value.trim();
    if (words.length < 3) {
      close();
      return;
    }
    asked = words;
    try {
      const answer = await fetch(`${form.getAttribute("action")}goi-y/?q=${encodeURIComponent(words)}`);
      const { suggestions } = await answer.json();
      if (asked === words && document.activeElement === field) show(suggestions);
    } catch {
      close();
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 200);
  });
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen < 0 ? -1 : chosen - 1);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen >= 0) take(list.children[chosen]);
    else return;
    event.preventDefault();
  });
  field.addEventListener("blur", () => setTimeout(close, 150));
  list.addEventListener("mousedown", (event) => {
    const option = event.target.closest("li");
    if (option) {
      event.preventDefault();
      take(option);
    }
  });
}
