/* The size of letters, reading aloud, passing on. Without this script links and the code remain;
   what needs it is hidden until it runs. */
(() => {
  const root = document.documentElement;
  const KEY = "co-chu";
  const TEXTS = ".article h1, .in-short, .asked blockquote, .prose, .document h1, .document__number";
  const keep = {
    get: () => { try { return localStorage.getItem(KEY); } catch { return null; } },
    set: (size) => { try { localStorage.setItem(KEY, size); } catch { /* not kept */ } },
  };
  const apply = (size) => {
    if (size === "1" || size === "3") root.dataset.size = size;
    else delete root.dataset.size;
  };
  apply(keep.get());

  const find = (name) => document.querySelector(`[data-${name}]`);
  if (!find("reading")) return;
  const sizes = [...document.querySelectorAll("button[data-size]")];
  const mark = () => {
    for (const each of sizes) {
      each.setAttribute("aria-pressed", String(each.dataset.size === (root.dataset.size || "2")));
    }
  };
  for (const each of sizes) {
    each.addEventListener("click", () => {
      apply(each.dataset.size);
      keep.set(each.dataset.size);
      mark();
    });
  }
  mark();

  const { address, language } = {
    language: "vi", ...find("reading").dataset, ...find("tools")?.dataset,
  };
  const show = (name, act) => {
    const each = find(name);
    each.hidden = false;
    (each.querySelector("button") || each).addEventListener("click", act);
  };
  // Who prints wants all pictures. Chrome fetches then what was lazy, and waits two seconds at most.
  const fetchPictures = () => { for (const image of document.images) image.loading = "eager"; };
  if (find("print")) {
    show("print", () => {
      fetchPictures();
      window.print();
    });
  }
  if (address) {
    find("tools").addEventListener("toggle", fetchPictures, { once: true });
    if (navigator.share) {
      show("share", () => navigator.share({ title: document.title, url: address }).catch(() => {}));
    }
    if (navigator.clipboard) {
      show("copy", () => navigator.clipboard.writeText(address).then(() => {
        find("told").textContent = find("copy").dataset.done;
      }));
    }
  }

  const speech = window.speechSynthesis;
  if (!speech) return;
  const button = find("read-aloud");
  const stop = find("stop");
  let voice;
  let parts;
  let at = 0;
  let turn = 0;
  const words = find("start");
  const label = (state) => { words.textContent = words.dataset[state]; };
  /* Long passages are cut by sentences: some voices fall silent after a quarter of a minute. */
  const read = () => [...document.querySelectorAll(TEXTS)].flatMap((part) => {
    const found = [...part.querySelectorAll("p, li, h2, h3, dt, dd, caption, th, td")];
    const leaves = found.filter((each) => !found.some((other) => other !== each && each.contains(other))
      && !each.closest("details:not([open]), .file, .file-mark, .video"));
    return (leaves.length ? leaves : [part]).flatMap((each) => {
      const text = each.textContent.replace(/\s+/g, " ").trim();
      return text.match(/.{1,220}(?:[.!?;:,…](?=\s|$)|\s|$)|\S+/g) || [];
    });
  });
  const silence = () => {
    turn += 1;
    speech.cancel();
  };
  const speak = () => {
    const mine = turn;
    if (at >= parts.length) {
      at = 0;
      label("start");
      return;
    }
    const said = new SpeechSynthesisUtterance(parts[at]);
    said.voice = voice;
    said.lang = voice.lang;
    said.onend = () => {
      if (mine !== turn) return;
      at += 1;
      speak();
    };
    said.onerror = () => {
      if (mine === turn) label("resume");
    };
    speech.speak(said);
  };
  button.addEventListener("click", () => {
    silence();
    if (words.textContent === words.dataset.pause) {
      label("resume");
      return;
    }
    parts ||= read();
    label("pause");
    stop.hidden = false;
    speak();
  });
  stop.addEventListener("click", () => {
    silence();
    at = 0;
    label("start");
  });
  const listen = () => {
    voice = speech.getVoices().find((each) => each.lang.split(/[-_]/)[0].toLowerCase() === language);
    find("reader").hidden = !voice;
  };
  listen();
  speech.addEventListener?.("voiceschanged", listen);
  addEventListener("pagehide", silence);
})();
