/* While files of a material are made ready: asks every few seconds how far they are. */
(() => {
  const PAUSE = 3000;
  const wait = (place) => {
    if (place.querySelector("progress")) setTimeout(look, PAUSE, place);
  };
  const look = async (place) => {
    try {
      const answer = await fetch(place.dataset.filesState);
      if (answer.ok) place.innerHTML = await answer.text();
    } catch { /* asked again */ }
    wait(place);
  };
  addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("[data-files-state]").forEach(wait);
  });
})();
