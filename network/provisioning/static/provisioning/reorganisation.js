// Shows the progress of a reorganisation as long as it goes on, without a reload of the page.
(() => {
  const PAUSE = 2000;

  const refresh = async () => {
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of document.querySelectorAll("[data-live]")) {
      const now = page.querySelector(`[data-live="${part.dataset.live}"]`);
      if (now && now.innerHTML !== part.innerHTML) part.innerHTML = now.innerHTML;
    }
    if (page.querySelector("[data-goes-on]")) setTimeout(refresh, PAUSE);
  };

  if (document.querySelector("[data-goes-on]")) setTimeout(refresh, PAUSE);
})();
