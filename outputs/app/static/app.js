"use strict";
// Single keys press the button that carries them; nothing happens while somebody types.
(() => {
  const typing = (node) => node.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
  const tags = () => [...document.querySelectorAll("[data-tag]")];
  let at = 0;

  const mark = () => {
    const all = tags();
    if (!all.length) return;
    at = Math.max(0, Math.min(at, all.length - 1));
    all.forEach((tag, n) => tag.classList.toggle("at", n === at));
  };
  const firstOpen = () => {
    const open = tags().findIndex((tag) => !/accepted|rejected|added/.test(tag.className));
    return open < 0 ? 0 : open;
  };
  const move = (step) => {
    at += step;
    mark();
    tags()[at]?.scrollIntoView({ block: "nearest" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return document.activeElement.blur();
    if (typing(event.target)) return;
    if (event.key === "ArrowDown" && tags().length) { event.preventDefault(); return move(1); }
    if (event.key === "ArrowUp" && tags().length) { event.preventDefault(); return move(-1); }
    if (event.key.length !== 1 || !/^[a-z?]$/.test(event.key)) return;
    const field = document.querySelector(`[data-focus-key="${event.key}"]`);
    if (field) { event.preventDefault(); return field.focus(); }
    const own = tags()[at]?.querySelector(`[data-tag-key="${event.key}"]`);
    const button = own || document.querySelector(`[data-key="${event.key}"]:not([disabled])`);
    if (button) { event.preventDefault(); button.click(); }
  });

  document.addEventListener("htmx:afterSettle", () => {
    at = firstOpen();
    mark();
    document.querySelector("#card article")?.focus({ preventScroll: true });
  });
  document.addEventListener("DOMContentLoaded", () => { at = firstOpen(); mark(); });

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
    form.querySelector("button").disabled = false;
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
  });
})();
