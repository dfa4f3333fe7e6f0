// Pages already read, shown again without a network (docs/adr/0023-lean.md). The server's /sw.js
// says in TOLD what this release needs, then loads this program.
"use strict";

const PAGES = "pages";
const FILES = "files";
const MOST_FILES = 150;
const CHECKSUM = /\.[0-9a-f]{12}\./;

// What one address is kept under: without what only counts clicks. "" for those without end.
const keyOf = (address) => {
  const url = new URL(address);
  const asked = [...url.searchParams].filter(
    ([name]) => !TOLD.tracking.some((beginning) => name.startsWith(beginning))
  );
  if (asked.some(([name]) => !TOLD.parameters.includes(name))) return "";
  const query = new URLSearchParams(asked).toString();
  return url.origin + url.pathname + (query && `?${query}`);
};

// The server lets others keep what is the same for everybody, and nothing else.
const isForEverybody = (answer) =>
  answer.status === 200 &&
  !answer.redirected &&
  (answer.headers.get("Content-Type") || "").startsWith("text/html") &&
  (answer.headers.get("Cache-Control") || "").includes("public");

const withoutCookies = (address) =>
  fetch(address, { credentials: "omit", cache: "no-cache", redirect: "manual" });

const drop = async (cache, most) => {
  const kept = await cache.keys();
  for (const each of kept.slice(0, Math.max(0, kept.length - most))) await cache.delete(each);
};

const keepFiles = async (addresses) => {
  const files = await caches.open(FILES);
  for (const address of addresses) {
    if (CHECKSUM.test(address) && (await files.match(address))) continue;
    const answer = await fetch(address);
    if (answer.ok) await files.put(address, answer);
  }
  await drop(files, MOST_FILES);
};

const namedIn = (text) =>
  [...text.matchAll(/\s(?:href|src)="([^"]+)"/g)]
    .map(([, address]) => address)
    .filter((address) => address.startsWith(TOLD.static));

// Keep what the server has just answered; whatever is no page for everybody, or no more, goes.
const keep = async (key, answer) => {
  if (!key || new URL(key).pathname === TOLD.page || answer.status >= 500) return;
  const pages = await caches.open(PAGES);
  if (!isForEverybody(answer)) {
    await pages.delete(key);
    return;
  }
  const text = await answer.text();
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name);
  headers.set("X-Saved-At", new Date().toISOString());
  const title = /<title>([^]*?)<\/title>/.exec(text);
  headers.set("X-Saved-Title", encodeURIComponent(title ? title[1].replace(/\s+/g, " ").trim() : key));
  await pages.put(key, new Response(text, { headers }));
  await drop(pages, TOLD.most);
  await keepFiles(namedIn(text));
};

const found = async (key) => {
  const copy = key && (await caches.match(key, { cacheName: PAGES }));
  if (!copy) return null;
  const age = Date.now() - Date.parse(copy.headers.get("X-Saved-At"));
  return age < TOLD.days * 24 * 3600 * 1000 ? copy : null;
};

const withNote = async (copy, note) => {
  const text = await copy.text();
  const said = `<body><p class="saved-note" role="status">${note}</p>`;
  return new Response(text.replace("<body>", () => said), { headers: copy.headers });
};

const showCopy = (copy) => {
  const at = new Date(copy.headers.get("X-Saved-At"));
  const two = (number) => String(number).padStart(2, "0");
  const time = `${two(at.getHours())}:${two(at.getMinutes())}`;
  const day = `${two(at.getDate())}/${two(at.getMonth() + 1)}/${at.getFullYear()}`;
  return withNote(copy, TOLD.note.replace("{time}", time).replace("{day}", day));
};

const showNothing = async () =>
  withNote(await caches.match(TOLD.page, { cacheName: FILES }), TOLD.missing);

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

// The network first; a copy where it fails, is down or takes too long.
const page = async (key, answered) => {
  const copy = await found(key);
  try {
    const answer = await (copy ? Promise.race([answered, pause(TOLD.patience)]) : answered);
    if (answer && !(copy && answer.status >= 500)) return answer;
  } catch {
    if (!copy) return showNothing();
  }
  return showCopy(copy);
};

const file = async (request) => {
  const copy = await caches.match(request.url, { cacheName: FILES });
  if (copy && CHECKSUM.test(request.url)) return copy;
  try {
    return await fetch(request);
  } catch (error) {
    if (copy) return copy;
    throw error;
  }
};

// What is shown where nothing else is there.
const begin = async () => {
  const answer = await withoutCookies(TOLD.page);
  const files = await caches.open(FILES);
  const text = await answer.clone().text();
  await keepFiles([...TOLD.files, ...namedIn(text)]);
  await files.put(TOLD.page, answer);
};

// What was withdrawn or changed while nobody looked. A phone says that it has a network a moment
// before it has one.
const recheck = async (turns = 5) => {
  try {
    const pages = await caches.open(PAGES);
    for (const { url } of await pages.keys()) await keep(url, await withoutCookies(url));
    await begin();
  } catch (error) {
    if (turns === 1) throw error;
    await pause(1000);
    await recheck(turns - 1);
  }
};

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(begin());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([self.clients.claim(), self.registration.navigationPreload?.enable()]));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const isOurs = origin === self.location.origin && request.method === "GET";
  if (!isOurs || TOLD.never.some((beginning) => pathname.startsWith(beginning))) return;
  if (request.mode === "navigate") {
    const key = keyOf(request.url);
    const answered = Promise.resolve(event.preloadResponse).then((early) => early || fetch(request));
    event.waitUntil(answered.then((answer) => keep(key, answer.clone())).catch(() => {}));
    event.respondWith(page(key, answered));
  } else if (pathname.startsWith(TOLD.static)) {
    event.respondWith(file(request));
  }
});

self.addEventListener("message", (event) => {
  const { save } = event.data;
  const asked = save
    ? withoutCookies(save).then((answer) => keep(keyOf(save), answer))
    : recheck().then(() => event.source.postMessage("rechecked"));
  event.waitUntil(asked.catch(() => {}));
});
