"use strict";
// Single keys press the button that carries them; nothing happens while somebody types.
(() => {
  const typing = (node) => node.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const tags = () => [...document.querySelectorAll("[data-tag]")];
  let at = 0;
  let chosen;
  let shown;

  const mark = () => {
    const all = tags();
    if (!all.length) return;
    at = Math.max(0, Math.min(at, all.length - 1));
    all.forEach((tag, n) => tag.classList.toggle("at", n === at));
    chosen = themeOf(all[at]);
  };
  const themeOf = (tag) => tag?.querySelector("input[name=theme]")?.value;
  const open = (tag) => !/accepted|rejected|added/.test(tag.className);
  const firstOpen = () => Math.max(0, tags().findIndex(open));
  // A decision passes the choice on downwards: upwards, the next key would decide on what nobody chose
  const nextOpen = () => {
    const same = tags().findIndex((tag) => chosen && themeOf(tag) === chosen);
    if (same >= 0) at = same; // a theme that was added may stand above it
    const below = tags().findIndex((tag, n) => n >= at && open(tag));
    return below < 0 ? at : below;
  };
  const move = (step) => {
    at += step;
    mark();
    tags()[at]?.scrollIntoView({ block: "nearest" });
  };
  // A key decides on what is seen: what is out of sight is brought into it first, and the next press decides
  const inSight = (button) => {
    const box = (button.closest("label, [data-tag]") ?? button).getBoundingClientRect();
    const foot = document.querySelector(".bar-of-acts")?.getBoundingClientRect().top ?? innerHeight;
    return box.top >= 0 && Math.min(box.bottom, button.getBoundingClientRect().bottom) <= Math.min(innerHeight, foot);
  };
  const press = (button) => {
    if (button.closest(".bar-of-acts") || inSight(button)) return button.click();
    (button.closest("label, [data-tag]") ?? button).scrollIntoView({ block: "center" });
    const told = document.createElement("span");
    told.className = "visually-hidden";
    told.textContent = "Brought into sight. Press again.";
    document.querySelector("#status").append(told);
  };
  const list = () => document.querySelector("dialog#keys");
  // Its first button stands at its foot: with the title in focus the list is read from its top
  const openList = () => { list().showModal(); list().querySelector("h2").focus(); list().scrollTo({ top: 0 }); };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && !list()?.open) return document.activeElement.blur();
    if (event.key === "Enter" && event.target.matches("[data-enter-submits]")) { event.preventDefault(); return event.target.form.requestSubmit(); }
    if (typing(event.target) || list()?.open) return;
    if (event.key === "ArrowDown" && tags().length) { event.preventDefault(); return move(1); }
    if (event.key === "ArrowUp" && tags().length) { event.preventDefault(); return move(-1); }
    if (event.key === "?" && list()) { event.preventDefault(); return openList(); }
    const key = event.key.toLowerCase();
    if (!/^[a-z0-9]$/.test(key)) return;
    const field = document.querySelector(`[data-focus-key="${key}"]`);
    if (field) { event.preventDefault(); return field.focus(); }
    const own = tags()[at]?.querySelector(`[data-tag-key="${key}"]`);
    const button = own || document.querySelector(`[data-key="${key}"]:not([disabled])`);
    if (button) { event.preventDefault(); press(button); }
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (!document.querySelector("#card")?.contains(event.target) && event.target.id !== "card") return;
    const card = document.querySelector("#card");
    at = card.dataset.excerpt === shown ? nextOpen() : firstOpen();
    mark();
    card.querySelector("article")?.focus({ preventScroll: true });
    if (card.dataset.excerpt !== shown) window.scrollTo({ top: 0 });
    else tags()[at]?.scrollIntoView({ block: "nearest" });
    shown = card.dataset.excerpt;
  });
  document.addEventListener("submit", (event) => {
    const decided = tags().indexOf(event.target.closest("[data-tag]"));
    if (decided >= 0) { at = decided; mark(); }
  });
  // A refusal comes as a page of its own: its words are told here, so that what was typed stays where it is
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status < 400) return;
    event.preventDefault();
    const told = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html").querySelector("#main .lead");
    const words = document.createElement("p");
    words.className = "problem";
    words.textContent = told?.textContent || "That did not work. Reload the page and try again; nothing was lost.";
    document.querySelector("#status").replaceChildren(words);
    words.scrollIntoView({ block: "nearest" });
  });
  document.addEventListener("htmx:historyRestore", () => { at = firstOpen(); mark(); });
  document.addEventListener("htmx:sendError", () => {
    document.querySelector("#status").textContent = "learnbrief does not answer. Is it still running? Nothing you kept before is lost.";
  });
  document.addEventListener("DOMContentLoaded", () => {
    at = firstOpen();
    mark();
    shown = document.querySelector("#card")?.dataset.excerpt;
    // A message that is there from the start is not read out; one that is put in is
    const told = document.querySelector("#status .flash");
    if (told) setTimeout(() => told.replaceWith(told.cloneNode(true)), 150);
    document.querySelector("[data-close]")?.addEventListener("click", (event) => event.target.closest("dialog").close());
    const menu = document.querySelector("[data-menu]");
    menu?.addEventListener("click", () => {
      const open = document.getElementById("menu").classList.toggle("open");
      menu.setAttribute("aria-expanded", String(open));
    });
  });
  document.documentElement.classList.add("js");

  // Choosing a stretch of a document fills the hidden offsets of the form beside it (code points, as the store counts)
  const codePoints = (text) => [...text].length;
  document.addEventListener("selectionchange", () => {
    const form = document.querySelector("[data-selection-form]");
    const text = document.querySelector("[data-selectable]");
    const chosen = document.getSelection();
    if (!form || !text || !chosen.rangeCount || chosen.isCollapsed || !text.contains(chosen.anchorNode) || !text.contains(chosen.focusNode)) return;
    const range = chosen.getRangeAt(0);
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(range.startContainer, range.startOffset);
    const start = codePoints(before.toString());
    form.elements.start.value = start;
    form.elements.end.value = start + codePoints(range.toString());
    form.querySelector("[data-selection-words]").textContent = range.toString();
    form.elements.words.value = "";
  });
  // Leaving a page with typed words unkept asks first; keeping them does not
  let unkept = false;
  document.addEventListener("input", (event) => { if (event.target.form?.hasAttribute("data-warn")) unkept = true; });
  document.addEventListener("submit", (event) => { if (event.target.hasAttribute("data-warn")) unkept = false; });
  window.addEventListener("beforeunload", (event) => { if (unkept) event.preventDefault(); });
  // What is not there after most of a second says that it is coming
  let waiting;
  const sign = (words) => { document.querySelector("#busy").textContent = words; };
  const begin = () => { clearTimeout(waiting); waiting = setTimeout(() => sign("Working …"), 700); };
  const end = () => { clearTimeout(waiting); sign(""); };
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented) begin(); });
  document.addEventListener("click", (event) => {
    const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0 || event.defaultPrevented;
    if (!elsewhere && event.target.closest?.(".menu a, .tabs a, .head a, .todo a")) begin();
  });
  document.addEventListener("htmx:beforeRequest", (event) => { if (!event.defaultPrevented) begin(); });
  document.addEventListener("htmx:afterRequest", end);
  window.addEventListener("pageshow", end);
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
  });
})();
