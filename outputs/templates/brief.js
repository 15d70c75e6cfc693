(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("scripted");

  function reveal() {
    var id = decodeURIComponent(location.hash.slice(1));
    var target = id && document.getElementById(id);
    if (!target) return;
    for (var box = target.closest("details"); box; box = box.parentElement && box.parentElement.closest("details")) box.open = true;
    var fold = target.querySelector(":scope > details.fold");
    if (fold) fold.open = true;
    target.scrollIntoView({ block: "center" });
    if (target.tabIndex < 0) target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
  }
  window.addEventListener("hashchange", reveal);
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest('a[href="' + location.hash + '"]');
    if (link && location.hash) setTimeout(reveal, 0);
  });
  reveal();

  var choice = document.getElementById("place");
  if (!choice) return;
  var told = document.getElementById("place-told");
  choice.addEventListener("change", function () {
    var place = choice.value;
    var name = choice.options[choice.selectedIndex].text;
    var shown = 0;
    var all = 0;
    document.querySelectorAll("[data-place]").forEach(function (part) {
      var fits = !place || part.getAttribute("data-place") === place;
      part.hidden = !fits;
      if (part.classList.contains("quote")) { all += 1; if (fits) shown += 1; }
    });
    document.querySelectorAll("[data-places]").forEach(function (part) {
      part.hidden = Boolean(place) && part.getAttribute("data-places").split(" ").indexOf(place) < 0;
    });
    root.classList.toggle("filtered", Boolean(place));
    told.textContent = place
      ? "Showing " + shown + " of " + all + " quotes: " + name + ". Counts are still those of everyone."
      : "Showing everyone.";
  });

  var opened = [];
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.numbers:not([open])").forEach(function (box) { box.open = true; opened.push(box); });
  });
  window.addEventListener("afterprint", function () {
    opened.splice(0).forEach(function (box) { box.open = false; });
  });
})();
