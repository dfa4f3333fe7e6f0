// Large scripts of Wagtail that most admin pages never use are loaded when they are first needed:
// tags and uploads (jQuery UI), calendars, and the editor of formatted text. They are loaded while
// the caller waits, because Wagtail's code uses them at once; the browser has them after that.
(() => {
  const $ = window.jQuery;
  const { ui, tags, dates } = document.currentScript.dataset;
  const loaded = new Set();

  function load(address) {
    if (loaded.has(address)) return;
    loaded.add(address);
    const request = new XMLHttpRequest();
    request.open("GET", address, false);
    try {
      request.send();
    } catch {
      // Without an answer the status is 0.
    }
    if (request.status !== 200) {
      loaded.delete(address);
      window.dispatchEvent(new Event("server-away"));
      throw new Error(`Not loaded: ${address}`);
    }
    const script = document.createElement("script");
    script.textContent = request.responseText;
    document.head.append(script);
  }

  // --- Formatted text: when its first field is shown ---

  const NAME = "wagtail.widgets.DraftailRichTextArea";

  function loadDraftail() {
    const marks = document.querySelectorAll("script[data-draftail]");
    for (const address of [...marks].flatMap(({ dataset }) => JSON.parse(dataset.draftail))) load(address);
    const Draftail = window.telepath.constructors[NAME];
    if (Draftail.namesEditors) return;
    // Editors in blocks dispatch no event.
    window.telepath.constructors[NAME] = class extends Draftail {
      static namesEditors = true;

      render(container, name, id, ...given) {
        const editor = super.render(container, name, id, ...given);
        nameEditor(document.getElementById(id));
        return editor;
      }
    };
  }
  class LateDraftail {
    constructor(...given) {
      this.given = given;
    }

    render(...given) {
      return isDraftailLoaded() ? this.renderEditor(...given) : new WaitingEditor(this, ...given);
    }

    renderEditor(...given) {
      const Draftail = window.telepath.constructors[NAME];
      return new Draftail(...this.given).render(...given);
    }
  }
  function isDraftailLoaded() {
    try {
      loadDraftail();
      return true;
    } catch {
      return false;
    }
  }
  // Stands in for an editor whose script did not arrive: it has the text, and becomes the editor
  // when the server answers again. An error instead would leave half a block in the article.
  class WaitingEditor {
    constructor(widget, container, name, id, state, ...given) {
      this.state = state;
      this.options = [];
      this.field = Object.assign(document.createElement("input"), { type: "hidden", name, id });
      this.field.value = state;
      container.append(this.field);
      const become = () => {
        if (!isDraftailLoaded()) return;
        window.removeEventListener("server-back", become);
        if (!this.field.isConnected) return;
        this.field.remove();
        this.editor = widget.renderEditor(container, name, id, this.state, ...given);
        for (const each of this.options) this.editor.setCapabilityOptions(...each);
      };
      window.addEventListener("server-back", become);
    }

    getState() {
      return this.editor ? this.editor.getState() : this.state;
    }

    getValue() {
      return this.editor ? this.editor.getValue() : this.state;
    }

    getTextLabel(...given) {
      return this.editor?.getTextLabel(...given) ?? "";
    }

    setState(state) {
      this.state = state;
      this.field.value = state;
      this.editor?.setState(state);
    }

    setCapabilityOptions(...given) {
      if (this.editor) this.editor.setCapabilityOptions(...given);
      else this.options.push(given);
    }

    focus() {
      this.editor?.focus();
    }
  }
  // The editor has no name of its own: it takes its label's, its block's or its panel's, as soon as
  // it is shown.
  function nameEditor(field) {
    const label = document.querySelector(`label[for="${CSS.escape(field.id)}"]`);
    const panel = field.closest(".w-panel");
    const block = panel?.querySelector(".c-sf-block__type");
    const heading = panel?.querySelector("[data-panel-heading-text]");
    const words = (label ?? block ?? heading)?.textContent.trim().replace(/\s*\*$/, "");
    const isNamed = () => {
      const typed = field.parentElement.querySelector("[role=textbox]");
      typed?.setAttribute("aria-label", words);
      return typed !== null;
    };
    if (!words || isNamed()) return;
    new MutationObserver((changes, observer) => {
      if (isNamed()) observer.disconnect();
    }).observe(field.parentElement, { childList: true, subtree: true });
  }
  document.addEventListener("w-draftail:init", ({ detail, target }) => {
    nameEditor(target);
    // Later ones are for the loaded script's own listener.
    if (window.draftail) return;
    loadDraftail();
    window.draftail.initEditor(`#${target.id}`, detail, document.currentScript);
  });
  window.lateDraftail = () => {
    window.telepath.constructors[NAME] ??= LateDraftail;
  };

  // Without these addresses, Wagtail's scripts are in the page already.
  if (!ui) return;

  // --- jQuery UI and tags ---

  function loadUi() {
    delete $.widget;
    load(ui);
  }
  Object.defineProperty($, "widget", {
    configurable: true,
    get() {
      loadUi();
      return $.widget;
    },
  });
  // The field in which a tag is typed is made by the script, and has the label of the hidden one.
  function label(fields) {
    for (const field of fields) {
      const words = document.querySelector(`label[for="${CSS.escape(field.id)}"]`)?.textContent.trim();
      const typed = field.nextElementSibling?.querySelector(".tagit-new input");
      if (words) typed?.setAttribute("aria-label", words);
    }
  }
  $.fn.tagit = function tagit(...given) {
    loadUi();
    load(tags);
    const make = $.fn.tagit;
    $.fn.tagit = function labelled(...options) {
      const made = make.apply(this, options);
      label(this);
      return made;
    };
    return this.tagit(...given);
  };

  // --- Calendars: when their field is entered ---

  let language = "";
  const entered = "focusin.late mousedown.late";
  const calendar = function calendar(options) {
    return this.on(entered, ({ currentTarget }) => {
      const field = $(currentTarget).off(entered);
      loadCalendar();
      field.datetimepicker(options).trigger("open");
    });
  };
  calendar.defaults = { i18n: {} };
  $.fn.datetimepicker = calendar;
  $.datetimepicker = {
    setLocale(chosen) {
      language = chosen;
    },
  };
  function loadCalendar() {
    if ($.fn.datetimepicker !== calendar) return;
    load(dates);
    Object.assign($.fn.datetimepicker.defaults.i18n, calendar.defaults.i18n);
    if (language) $.datetimepicker.setLocale(language);
  }
})();
