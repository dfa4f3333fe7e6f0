// What somebody types into a long form of the admin is kept in this browser until the server has
// stored it, and offered again when the form is opened the next time. It is encrypted with a key
// that the server gives to this person alone, because office machines are shared.
(() => {
  const dialog = document.querySelector(".sign-in-again");
  const template = document.querySelector("#kept-text");
  if (!dialog || !template || !window.crypto?.subtle || !window.indexedDB) return;
  const { person, key: secret } = dialog.dataset;
  const RECEIPT = "kept";
  const LONGEST_DAYS = 14;
  const PAUSE_MILLISECONDS = 300;
  const FEW_FIELDS = 3;
  const TEXTS = "textarea, [contenteditable=true]";
  const LINES = "input:is([type=text], [type=url], [type=number], [type=date], [type=email], :not([type]))";
  // Of one request or one session: an old value would be refused, or overwrite what is newer.
  const UNKEPT = /^(csrfmiddlewaretoken|kept|loaded_revision_.*|overwrite_revision_id|next)$/;
  const texts = new Map(); // by form: what is kept of it
  let leaving = false;

  // --- The store ---

  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open("kept-text", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("texts", { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  async function inStore(act) {
    const database = await opened;
    return new Promise((resolve, reject) => {
      // Written to the disk at once: a crash of the browser or of the machine must not lose it.
      const work = database.transaction("texts", "readwrite", { durability: "strict" });
      const request = act(work.objectStore("texts"));
      work.oncomplete = () => resolve(request.result);
      work.onabort = () => reject(work.error);
    });
  }

  const bytes = Uint8Array.from(atob(secret), (letter) => letter.charCodeAt(0));
  const cipher = crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);

  async function encrypt(entries) {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(entries));
    return { iv, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await cipher, plain) };
  }

  async function decrypt({ iv, data }) {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, await cipher, data);
    return JSON.parse(new TextDecoder().decode(plain));
  }

  const drop = (id) => inStore((store) => store.delete(id));

  // --- Forms ---

  const isEditor = (form) => form.matches('[data-controller~="w-autosave"]');

  function isLong(form) {
    if (form.getAttribute("method")?.toLowerCase() !== "post") return false;
    if (form.closest("dialog, .modal") || form.querySelector("[type=password]")) return false;
    return Boolean(form.querySelector(TEXTS)) || form.querySelectorAll(LINES).length >= FEW_FIELDS;
  }

  // Where a form posts to, and what it asks: after an error the same form stands at another address.
  function placeOf(form) {
    if (isEditor(form)) return `${location.pathname} editor`;
    const target = new URL(form.getAttribute("action") || "", location.href).pathname;
    const fields = [...form.elements].filter(({ type }) => type !== "hidden");
    return [target, ...fields.map(({ name, type, value }) => (type === "submit" ? value : name))].join(" ");
  }

  const entriesOf = (form) =>
    [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !UNKEPT.test(name));

  function textOf(form) {
    if (!texts.has(form)) {
      const text = { id: crypto.randomUUID(), version: 0, stored: 0, timer: 0, written: null };
      texts.set(form, { ...text, place: placeOf(form) });
    }
    return texts.get(form);
  }

  // --- Keeping ---

  function changed(form) {
    const text = textOf(form);
    text.version += 1;
    clearTimeout(text.timer);
    text.timer = setTimeout(() => keep(form), PAUSE_MILLISECONDS);
  }

  function keep(form, sent = false) {
    const text = textOf(form);
    clearTimeout(text.timer);
    const { id } = text;
    const entries = entriesOf(form);
    const record = { id, person, place: isEditor(form) ? placeOf(form) : text.place, action: location.pathname, at: Date.now(), sent };
    // One after the other, so that an older text never replaces a newer one.
    text.written = Promise.resolve(text.written)
      .then(() => encrypt(entries))
      .then((encrypted) => inStore((store) => store.put({ ...record, ...encrypted })))
      .catch(() => {});
    return text.written;
  }

  async function stored(form, version) {
    const text = textOf(form);
    text.stored = version;
    if (text.version > version) return;
    clearTimeout(text.timer);
    await text.written;
    await drop(text.id);
  }

  window.addEventListener("w-autosave:save", ({ target, defaultPrevented }) => {
    if (!defaultPrevented) textOf(target).sending = textOf(target).version;
  });
  window.addEventListener("w-autosave:success", ({ target }) => stored(target, textOf(target).sending));

  for (const name of ["input", "change", "w-unsaved:add", "w-formset:added", "w-formset:removed"]) {
    window.addEventListener(name, ({ target }) => {
      const form = target.form ?? target.closest?.("form");
      if (form && isLong(form)) changed(form);
    });
  }

  // --- Sending ---

  window.addEventListener("submit", (event) => {
    const { target: form } = event;
    if (event.defaultPrevented || !isLong(form)) return;
    leaving = true;
    const text = textOf(form);
    let field = form.querySelector(`input[name=${RECEIPT}]`);
    if (!field) {
      field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: RECEIPT });
      form.append(field);
    }
    // The server repeats it in a cookie once it has stored the form.
    field.value = text.id;
    if (text.version > text.stored) keep(form, true);
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    for (const [form, text] of texts) {
      if (leaving || !form.isConnected || text.version <= text.stored) continue;
      keep(form);
      // Wagtail's forms ask by themselves.
      if (!form.matches('[data-controller~="w-unsaved"]')) event.preventDefault();
    }
  });

  // --- Offering it again ---

  function fill(form, entries) {
    const kept = Map.groupBy(entries, ([name]) => name);
    for (const field of form.elements) {
      const values = (kept.get(field.name) ?? []).map(([, value]) => value);
      // Hidden fields hold what the server compares, not what somebody typed.
      if (!field.name || UNKEPT.test(field.name) || ["hidden", "file", "submit"].includes(field.type)) continue;
      if (["checkbox", "radio"].includes(field.type)) field.checked = values.includes(field.value);
      else if (field.type === "select-multiple") {
        for (const option of field.options) option.selected = values.includes(option.value);
      } else if (values.length) field.value = values[0];
      else continue;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }

  // The editor's blocks are made by the server: it stores the kept text as a new version.
  async function storeAgain(record, entries) {
    const body = new FormData();
    for (const [name, value] of entries) body.append(name, value);
    const headers = { Accept: "application/json", "X-CSRFToken": window.wagtailConfig.CSRF_TOKEN };
    const response = await fetch(record.action, { method: "POST", body, headers });
    const answer = await response.json();
    if (!answer.success) throw new Error(answer.error_message);
    await drop(record.id);
    leaving = true;
    if (answer.url) location.assign(answer.url);
    else location.reload();
  }

  // The words of a value; those of a rich text are within its JSON.
  function wordsOf(value) {
    try {
      return JSON.parse(value).blocks.map(({ text }) => text).join("\n");
    } catch {
      return value;
    }
  }

  function shownEntries(form, entries) {
    const hidden = (name) => {
      const fields = form.querySelectorAll(`[name="${CSS.escape(name)}"]`);
      return [...fields].some(({ type, value }) => type === "hidden" && !value.startsWith("{"));
    };
    return entries.filter(([name, value]) => value && !hidden(name));
  }

  function offer(form, record, entries) {
    const bar = template.content.cloneNode(true).firstElementChild;
    const when = new Date(record.at).toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short" });
    bar.querySelector("[data-when]").textContent = when;
    const press = (name, act) => bar.querySelector(`[data-${name}]`).addEventListener("click", act);
    press("restore", async () => {
      try {
        if (isEditor(form)) await storeAgain(record, entries);
        else {
          fill(form, entries);
          await keep(form);
          await drop(record.id);
          bar.remove();
        }
      } catch {
        bar.querySelector("[data-failed]").hidden = false;
      }
    });
    press("copy", async ({ target }) => {
      const words = shownEntries(form, entries).map(([, value]) => wordsOf(value));
      await navigator.clipboard.writeText(words.join("\n\n"));
      target.disabled = true;
    });
    press("forget", async () => {
      await drop(record.id);
      bar.remove();
    });
    form.before(bar);
  }

  const pairs = (entries) => JSON.stringify(entries.map(([, value]) => value.replace(/\r\n/g, "\n")));

  async function compare(form, record) {
    const entries = await decrypt(record);
    if (pairs(entries) !== pairs(entriesOf(form))) {
      offer(form, record, entries);
      return;
    }
    // Shown again with errors: it is on the screen, and nowhere else. It stays kept.
    const text = textOf(form);
    text.id = record.id;
    if (record.sent) text.version += 1;
  }

  function takeReceipt() {
    const found = document.cookie.match(new RegExp(`(?:^|; )${RECEIPT}=([0-9a-f-]{36})`));
    if (found) document.cookie = `${RECEIPT}=; max-age=0; path=${dialog.dataset.admin}`;
    return found?.[1];
  }

  async function begin() {
    const receipt = takeReceipt();
    if (receipt) await drop(receipt);
    const all = await inStore((store) => store.getAll());
    const oldest = Date.now() - LONGEST_DAYS * 86_400_000;
    for (const { id } of all.filter(({ at }) => at < oldest)) drop(id);
    for (const form of [...document.forms].filter(isLong)) {
      const { place } = textOf(form);
      const mine = all.filter((each) => each.person === person && each.place === place && each.at >= oldest);
      mine.sort((one, other) => other.at - one.at);
      // One that cannot be read any more was written under another key of the server.
      for (const record of mine.slice(0, 1)) compare(form, record).catch(() => drop(record.id));
    }
  }

  begin().catch(() => {});
})();
