// Shows, while a number is typed, which documents of that number the register has already.
document.addEventListener("DOMContentLoaded", () => {
  const field = document.querySelector("#id_number");
  const box = document.querySelector("#number-twins");
  if (!field || !box) return;
  field.after(box);
  let waiting;
  let asked = 0;

  const show = (documents) => {
    box.hidden = documents.length === 0;
    box.replaceChildren(box.dataset.heading);
    const list = document.createElement("ul");
    for (const each of documents) {
      const link = document.createElement("a");
      link.href = each.url;
      link.textContent = each.label;
      const row = document.createElement("li");
      row.append(link);
      list.append(row);
    }
    box.append(list);
  };

  const look = async () => {
    const turn = ++asked;
    const query = new URLSearchParams({ number: field.value, own: box.dataset.own });
    try {
      const answer = await fetch(`${box.dataset.url}?${query}`);
      const found = answer.ok ? await answer.json() : { documents: [] };
      if (turn === asked) show(found.documents);
    } catch {
      // Saving tells the same: the form works without this.
      box.hidden = true;
    }
  };

  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 300);
  });
  if (field.value) look();
});
