"use strict";
// Words typed in one form stay when another form is kept: the page is swapped in place, and what was typed is put back.
(() => {
  const fields = () => [...document.querySelectorAll(".keeps-typed :is(input, textarea, select)[id]")].filter((field) => field.type !== "hidden");
  const chosenAtFirst = (field) => Math.max(0, [...field.options].findIndex((option) => option.defaultSelected));
  const isTyped = (field) => {
    if (field.type === "checkbox") return field.checked !== field.defaultChecked;
    return field.tagName === "SELECT" ? field.selectedIndex !== chosenAtFirst(field) : field.value !== field.defaultValue;
  };
  const about = () => document.querySelector(".keeps-typed")?.dataset.excerpt ?? location.pathname;
  let typed = [];
  let place;
  let before;

  document.addEventListener("htmx:configRequest", (event) => {
    // what was typed beside an excerpt belongs to it, and is kept before the next one comes
    const words = event.target.dataset?.takesAlong && document.querySelector(event.target.dataset.takesAlong);
    if (words?.value.trim()) event.detail.parameters[words.name] = words.value;
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.xhr.status >= 400) return;
    const sent = event.detail.requestConfig.elt;
    typed = fields().filter((field) => field.form !== sent && isTyped(field)).map((field) => [field.id, field.type === "checkbox" ? field.checked : field.value]);
    place = sent.closest("[id]:not(.keeps-typed)")?.id;
    before = about();
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (!event.target.classList?.contains("keeps-typed")) return;
    if (about() === before) for (const [id, value] of typed) {
      const field = document.getElementById(id);
      if (!field) continue;
      if (field.type === "checkbox") field.checked = value;
      else field.value = value;
      for (let around = field.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    }
    typed = [];
    if (document.activeElement === document.body) document.getElementById(place)?.querySelector("summary, a, button")?.focus({ preventScroll: true });
  });
  // so does a link that would put another excerpt in the place of words and ticks that nothing keeps
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!event.detail.elt.matches?.(".keeps-typed a")) return;
    const filled = [...document.querySelectorAll(".keeps-typed form[method=post] :is(input:not([type=hidden]), textarea, select)")];
    if (filled.some(isTyped) && !confirm("What you typed or ticked here is not kept. Go on without it?")) event.preventDefault();
  }, true);
  // leaving the page asks first, as long as words are typed that nothing keeps
  let sentAway;
  document.addEventListener("submit", (event) => { sentAway = event.target; });
  window.addEventListener("beforeunload", (event) => {
    const words = fields().filter((field) => field.matches("textarea, input:not([type=checkbox])") && field.form?.method === "post");
    if (words.some((field) => field.form !== sentAway && isTyped(field))) event.preventDefault();
  });
})();
