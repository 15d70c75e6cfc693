"use strict";
// Words of a document are chosen by dragging, or sentence by sentence with the arrow keys; the form is told their place.
(() => {
  const points = (text) => [...text].length; // code points, as the store counts
  const reading = () => document.querySelector("[data-text]");
  const form = () => document.getElementById("page");
  const sentences = () => [...document.querySelectorAll("[data-sentence]")];
  let first = -1;
  let last = -1;
  let kept;

  const placeOf = (node, offset) => {
    const line = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[data-start]");
    if (!line) return null;
    const before = document.createRange();
    before.selectNodeContents(line);
    before.setEnd(node, offset);
    return Number(line.dataset.start) + points(before.toString());
  };
  const choose = (start, end, words) => {
    form().elements.start.value = start;
    form().elements.end.value = end;
    document.querySelector("[data-chosen]").textContent = words;
    document.querySelector(".chosen").classList.add("has");
  };
  // An end inside a word goes to the word's own: half of "we're" is no evidence of anything
  const INSIDE = /[\p{L}\p{M}\p{N}]['’-]?$/u;
  const FOLLOWS = /^['’-]?[\p{L}\p{M}\p{N}]/u;
  const wordEnd = (node, offset, by) => {
    const text = node.data ?? "";
    const inside = (at) => INSIDE.test(text.slice(0, at)) && FOLLOWS.test(text.slice(at));
    let at = offset;
    while (at > 0 && at < text.length && inside(at)) at += by;
    return at;
  };
  const wholeWords = (range) => {
    const whole = range.cloneRange();
    whole.setStart(range.startContainer, wordEnd(range.startContainer, range.startOffset, -1));
    whole.setEnd(range.endContainer, wordEnd(range.endContainer, range.endOffset, 1));
    return whole;
  };
  const wordsWithin = (range) => [...reading().querySelectorAll("[data-start]")].filter((line) => range.intersectsNode(line)).map((line) => {
    const here = document.createRange();
    here.selectNodeContents(line);
    if (line.contains(range.startContainer)) here.setStart(range.startContainer, range.startOffset);
    if (line.contains(range.endContainer)) here.setEnd(range.endContainer, range.endOffset);
    return here.toString();
  }).join(" ");

  document.addEventListener("selectionchange", () => {
    const chosen = document.getSelection();
    if (!reading() || !chosen.rangeCount || chosen.isCollapsed) return;
    const drawn = chosen.getRangeAt(0);
    if (!reading().contains(drawn.startContainer) || !reading().contains(drawn.endContainer)) return;
    const range = wholeWords(drawn);
    const start = placeOf(range.startContainer, range.startOffset);
    const end = placeOf(range.endContainer, range.endOffset);
    if (start === null || end === null || start >= end) return;
    mark(-1, -1);
    choose(start, end, wordsWithin(range));
  });

  const mark = (from, to) => {
    first = from;
    last = to;
    const [low, high] = from < to ? [from, to] : [to, from];
    sentences().forEach((one, n) => one.classList.toggle("at", from >= 0 && n >= low && n <= high));
  };
  const step = (by, wider) => {
    const all = sentences();
    if (!all.length) return;
    const to = Math.max(0, Math.min(all.length - 1, last < 0 ? nearest(all) : last + by));
    document.getSelection().removeAllRanges();
    mark(wider && first >= 0 ? first : to, to);
    const some = all.slice(Math.min(first, last), Math.max(first, last) + 1);
    const end = some[some.length - 1];
    const words = some.map((one) => one.textContent.trim()).join(" ");
    choose(placeOf(some[0], 0), placeOf(end, end.childNodes.length), words);
    all[to].scrollIntoView({ block: "center" });
    document.querySelector("[data-told]").textContent = words;
  };
  // the first arrow goes to the first sentence in sight, below a link's place
  const nearest = (all) => Math.max(0, all.findIndex((one) => (location.hash ? one.closest(location.hash) : one.getBoundingClientRect().top > 0)));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target !== reading()) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!by) return;
    event.preventDefault();
    step(by, event.shiftKey);
  });
  // Enter in a list of themes keeps, as it does in a field
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.closest?.(".chosen select")) return;
    event.preventDefault();
    document.querySelector("[data-keep]").click();
  });

  // What was typed for other words stays, and the reader stays where they were
  let pressed = "";
  document.addEventListener("click", (event) => { pressed = event.target.closest?.("button[name=act]")?.value ?? pressed; });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status >= 400 || !reading() || event.detail.target !== form()) return; // a single button is swapped where it stands
    const typed = pressed === "keep" ? "" : form().elements.text.value;
    kept = { at: last, typed, top: window.scrollY };
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!kept || !reading()) return;
    form().elements.text.value = kept.typed;
    if (kept.at >= 0) { last = kept.at; first = kept.at; sentences()[kept.at]?.classList.add("at"); }
    reading().focus({ preventScroll: true });
    window.scrollTo({ top: kept.top });
    kept = undefined;
  });
})();
