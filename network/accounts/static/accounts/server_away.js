// A button of an admin page asks the server for something (a chooser, a search, a script), and the
// server does not answer. The page then says so in one sentence, and the button works again without
// reloading. Saving by itself has its own words (sign_in_again.js). Choosers are named here, too.
(() => {
  const note = document.querySelector(".server-away");
  const $ = window.jQuery;
  if (!note || !$) return;
  const { standing } = document.querySelector(".sign-in-again").dataset;
  const LOOK_SECONDS = 5;
  let timer = 0;

  const isAway = (status) => status === 0 || status >= 500;

  async function look() {
    try {
      const headers = { Accept: "application/json" };
      const answer = await fetch(standing, { headers, cache: "no-store", redirect: "manual" });
      if (!isAway(answer.status) || answer.type === "opaqueredirect") {
        note.hidePopover();
        window.dispatchEvent(new Event("server-back"));
        return;
      }
    } catch {
      // Still away.
    }
    timer = setTimeout(look, LOOK_SECONDS * 1000);
  }

  function say() {
    clearTimeout(timer);
    timer = setTimeout(look, LOOK_SECONDS * 1000);
    // In the top layer, so that it is seen above an open chooser; a dialog opened later covers it.
    if (note.matches(":popover-open")) note.hidePopover();
    note.showPopover();
  }

  window.addEventListener("server-away", say);
  $(document).on("ajaxError", (event, { status, statusText }) => {
    if (statusText === "abort" || !isAway(status)) return;
    // Wagtail's chooser adds the status code and asks to write to an administrator.
    $(".modal section[id^=tab-] > .help-critical").remove();
    $(".modal [data-w-progress-loading-value]").removeAttr("data-w-progress-loading-value");
    say();
  });
  window.addEventListener(
    "w-swap:error",
    ({ detail, target }) => {
      // The editor asks every few seconds who else is there; nobody has pressed anything.
      if (target.matches?.('[data-controller~="w-session"]')) return;
      if (isAway(detail.error?.status ?? 0) && detail.error?.name !== "AbortError") say();
    },
    true,
  );

  // Wagtail's choosers have no name that screen readers say: they take that of their heading.
  $(document).on("shown.bs.modal", ({ target }) => {
    const words = target.querySelector("h1, h2")?.textContent.trim();
    if (words) target.setAttribute("aria-label", words);
  });

  // A chooser disables its button until it opens, which it never does without an answer. The rich
  // text editor waits for the end of the chooser.
  const open = window.ModalWorkflow;
  if (!open) return;
  window.ModalWorkflow = function openModal(options) {
    const workflow = open({
      ...options,
      onError(request, ...given) {
        if (!isAway(request.status)) options.onError?.(request, ...given);
        else if (!workflow.container?.is(":visible")) {
          workflow.container?.trigger("hide.bs.modal").trigger("hidden.bs.modal");
        }
      },
    });
    return workflow;
  };
})();
