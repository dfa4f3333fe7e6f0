// The source of an uploaded picture: filled in as the agency's own, its fields hidden (sources.css)
// until somebody says that the picture comes from elsewhere. That source is offered again for the
// next picture of the same tab, so it is typed once for many.
(() => {
  const KEY = "source-elsewhere";
  const NAMES = /(source_name|source_author|source_agency|source_url|source_date|licence)$/;
  const fieldsOf = (form) => [...form.elements].filter(({ name }) => NAMES.test(name));
  const isElsewhere = ({ name, type }) => type === "checkbox" && /(^|-)elsewhere$/.test(name);

  document.addEventListener("change", ({ target }) => {
    if (!target.form || !isElsewhere(target)) return;
    const last = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    for (const field of fieldsOf(target.form)) {
      const name = field.name.match(NAMES)[0];
      field.value = target.checked ? (last[name] ?? "") : field.defaultValue;
    }
  });

  // Wagtail names a picture after its file if the title is empty. The name of a refused file makes
  // room for that of the next one; a typed title stays.
  let named = "";
  window.addEventListener(
    "change",
    ({ target: { type, form, files } }) => {
      if (type !== "file" || !form) return;
      const title = [...form.elements].find(({ name }) => /(^|-)title$/.test(name));
      if (title?.value === named) title.value = "";
      named = files[0]?.name.replace(/\.[^.]*$/, "") ?? "";
    },
    true,
  );

  window.addEventListener(
    "submit",
    ({ target: form }) => {
      if (![...form.elements].some((field) => isElsewhere(field) && field.checked)) return;
      const typed = fieldsOf(form).map(({ name, value }) => [name.match(NAMES)[0], value]);
      sessionStorage.setItem(KEY, JSON.stringify(Object.fromEntries(typed)));
    },
    true,
  );
})();
