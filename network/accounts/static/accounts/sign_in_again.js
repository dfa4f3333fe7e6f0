// A session ends while somebody writes: the sign-in opens in the page, for the same person alone;
// then the forms get the token of the new session, and what was typed is sent (kept_text.js keeps
// it in the browser meanwhile).
(() => {
  const dialog = document.querySelector(".sign-in-again");
  if (!dialog) return;
  const { person, admin, standing, signIn } = dialog.dataset;
  const frame = dialog.querySelector("iframe");
  const note = document.querySelector(".sign-in-again-note");
  const RETRY_SECONDS = 20;
  // Reasons of a failed save that pass by themselves.
  const PASSING = ["away", "server"];
  let trouble = ""; // why nothing can be sent now
  let unsent = null; // the form whose button was pressed meanwhile
  let typed = false; // since something was last stored
  let saving = false; // what was typed is on its way
  let typedSince = false; // while it was
  let holding = false; // a button was pressed: nothing is saved by itself meanwhile
  let asked = false; // the person pressed a button, and waits for the dialog
  let dismissed = false; // the person closed it, to read or copy: it opens by a button alone
  let retry = 0;

  // --- Who is signed in now ---

  async function whoIsHere() {
    let found;
    try {
      const headers = { Accept: "application/json" };
      const answer = await fetch(standing, { headers, cache: "no-store", redirect: "manual" });
      if (answer.status >= 500) return "away";
      if (!answer.ok) return "ended";
      found = await answer.json();
    } catch {
      return "away";
    }
    if (found.person !== person) return found.person ? "other" : "ended";
    useToken(found.token);
    return "here";
  }

  function useToken(token) {
    window.wagtailConfig.CSRF_TOKEN = token;
    for (const field of document.getElementsByName("csrfmiddlewaretoken")) field.value = token;
  }

  async function goOn() {
    const state = await whoIsHere();
    if (state === "here") resume();
    else show(state);
  }

  // The same, by itself: over nobody's shoulder who has closed the dialog, or has nothing to lose.
  async function notice() {
    const state = await whoIsHere();
    if (state === "here") resume();
    else if (!dismissed && (typed || saving)) show(state);
  }

  // --- The dialog ---

  function show(state) {
    trouble = state;
    for (const part of dialog.querySelectorAll("[data-shown]")) {
      part.hidden = part.dataset.shown !== state;
    }
    dialog.querySelector("[data-try]").hidden = state === "ended";
    if (state === "ended" && !frame.hasAttribute("src")) frame.src = signIn;
    if (dialog.open) return;
    dialog.showModal();
    // Not the password: who is typing at this moment would go on typing there.
    dialog.querySelector("h2").focus();
  }

  function resume() {
    trouble = "";
    asked = false;
    dismissed = false;
    dialog.close();
    note.hidden = true;
    frame.removeAttribute("src");
    const waiting = unsent;
    unsent = null;
    if (waiting?.form.isConnected) send(waiting.form, waiting.submitter);
    else {
      holding = false;
      saveAgain();
    }
  }

  frame.addEventListener("load", async () => {
    if (!frame.hasAttribute("src")) return;
    const inside = frame.contentDocument;
    inside?.documentElement.classList.add("framed");
    for (const link of inside?.links ?? []) link.target = "_blank";
    const state = await whoIsHere();
    if (state === "here") resume();
    else if (state === "other") show(state);
    else if (asked) inside?.querySelector("[autofocus]")?.focus();
  });
  dialog.addEventListener("close", () => {
    note.hidden = !trouble;
    dismissed = Boolean(trouble);
    // The person writes on: the pressed button waits, saving does not.
    if (trouble) holding = false;
  });
  dialog.querySelector("[data-try]").addEventListener("click", goOn);
  dialog.querySelector("[data-back]").addEventListener("click", () => dialog.close());
  note.querySelector("button").addEventListener("click", goOn);
  // Back from another tab, where the person may have signed in.
  window.addEventListener("focus", async () => {
    if (trouble && (await whoIsHere()) === "here") resume();
  });

  // --- What saves by itself ---

  const controllerOf = (element, name) =>
    element && window.wagtail.app.getControllerForElementAndIdentifier(element, name);

  function saveAgain() {
    for (const form of document.querySelectorAll('form[data-controller~="w-autosave"]')) {
      if (typed) controllerOf(form, "w-autosave")?.save(new Event("sign-in-again"));
    }
  }

  function reasonOf({ response, error, type }) {
    const code = response?.error_code;
    if (code === "session_ended" || code === "form_expired") return "ended";
    if (code === "right_ended") return "right";
    if (code === "invalid_revision") return "conflict";
    if (error instanceof TypeError || type === "network_error") return "away";
    return type === "server_error" ? "server" : "";
  }

  // In front of the listeners that show the text.
  window.addEventListener(
    "w-autosave:error",
    ({ detail }) => {
      saving = false;
      typed = true;
      const reason = reasonOf(detail);
      if (reason) detail.text = dialog.dataset[reason];
      if (reason === "ended") notice();
      clearTimeout(retry);
      if (PASSING.includes(reason)) retry = setTimeout(saveAgain, RETRY_SECONDS * 1000);
    },
    true,
  );
  window.addEventListener(
    "w-autosave:success",
    () => {
      saving = false;
      clearTimeout(retry);
      // Wagtail takes the form as it now stands for what was stored.
      if (typedSince) setTimeout(saveAgain, 0);
      typedSince = false;
    },
    true,
  );
  window.addEventListener("online", notice);
  // The editor's pings, and whatever else is fetched.
  window.addEventListener(
    "w-swap:error",
    ({ detail }) => {
      if (detail.error?.status === 401) notice();
    },
    true,
  );
  window.jQuery?.(document).on("ajaxError", (event, { status }) => {
    if (status === 401) goOn();
  });

  // --- Buttons: what was typed is sent only where it will be taken ---

  const changed = () => {
    typed = true;
  };
  window.addEventListener("input", () => (typedSince = saving), true);
  for (const name of ["beforeinput", "input", "change", "paste", "drop", "w-unsaved:add"]) {
    window.addEventListener(name, changed, true);
  }
  window.addEventListener(
    "w-autosave:save",
    (event) => {
      if (holding) {
        event.preventDefault();
        // The indicator would show "saving" until a save that never comes.
        event.stopImmediatePropagation();
        return;
      }
      typed = false;
      saving = true;
    },
    true,
  );

  function concerns(form) {
    if (form.getAttribute("method")?.toLowerCase() !== "post") return false;
    const target = new URL(form.getAttribute("action") || "", location.href);
    return target.origin === location.origin && target.pathname.startsWith(admin);
  }

  let sending = null; // the form that is passed on
  let submission = null; // the event of doing so

  function send(form, submitter) {
    sending = form;
    submission = null;
    const disabled = submitter?.disabled;
    // A button that is shown as busy would not be sent along.
    if (submitter) submitter.disabled = false;
    form.requestSubmit(submitter);
    if (submitter) submitter.disabled = disabled;
    sending = null;
    // Where a script takes the form (a chooser uploads a picture) or a field is not filled in, the
    // page stays, and what is typed is saved by itself again.
    holding = submission !== null && !submission.defaultPrevented;
    if (!holding) saveAgain();
    // A form that opens a tab or downloads a file, or is stopped on its way, leaves the page here.
    else setTimeout(release, RETRY_SECONDS * 1000);
  }

  function release() {
    holding = false;
    saveAgain();
  }

  window.addEventListener(
    "submit",
    async (event) => {
      const { target: form, submitter } = event;
      if (form === sending) submission = event;
      if (form === sending || !(typed || saving) || !concerns(form)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      holding = true;
      // A new page that is just being saved would be made a second time.
      await controllerOf(form, "w-autosave")?.submitPromise;
      const state = await whoIsHere();
      if (state === "here") {
        send(form, submitter);
        return;
      }
      unsent = { form, submitter };
      asked = true;
      controllerOf(submitter, "w-progress")?.deactivate();
      show(state);
    },
    true,
  );
})();
