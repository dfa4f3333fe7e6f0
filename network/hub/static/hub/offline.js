// Starts what keeps pages that were read for times without a network (worker.js). Without this
// script, or where the browser knows no service workers, pages are simply not kept.
(() => {
  const { serviceWorker } = navigator;
  if (!serviceWorker) return;
  const KEY = "da-kiem-tra";
  const HOUR = 3600 * 1000;
  const memory = (act) => { try { return act(localStorage); } catch { return null; } };
  const tell = (message) => serviceWorker.ready.then(({ active }) => active.postMessage(message));
  const recheck = () => tell({});
  // This very page came before there was a worker that could have kept it.
  const isFirst = !serviceWorker.controller;
  addEventListener("load", () => {
    serviceWorker.register("/sw.js").then(() => isFirst && tell({ save: location.href })).catch(() => {});
  });
  addEventListener("online", recheck);
  serviceWorker.addEventListener("message", () => memory((kept) => kept.setItem(KEY, Date.now())));
  if (document.querySelector(".saved-note")) memory((kept) => kept.removeItem(KEY));
  else if (!isFirst && !(Date.now() - memory((kept) => kept.getItem(KEY)) < HOUR)) recheck();
})();
