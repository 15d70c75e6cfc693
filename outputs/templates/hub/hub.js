(function () {
  "use strict";
  var box = document.getElementById("words"), list = document.getElementById("found"), told = document.getElementById("told");
  var texts = window.HUB_TEXTS;
  var index = new window.MiniSearch({ fields: ["title", "about", "text"], storeFields: ["link", "title", "about"] });
  index.addAll(texts);

  function line(hit) {
    var item = document.createElement("li"), link = document.createElement("a"), about = document.createElement("span");
    link.href = hit.link;
    link.textContent = hit.title;
    about.className = "spread";
    about.textContent = hit.about;
    item.append(link, document.createElement("br"), about);
    return item;
  }

  function look() {
    var words = box.value.trim();
    var hits = words ? index.search(words, { prefix: true, fuzzy: 0.2, boost: { title: 2 }, combineWith: "AND" }) : [];
    list.replaceChildren.apply(list, hits.slice(0, 50).map(line));
    told.textContent = !words ? "" : hits.length === 1 ? "1 place found." : hits.length ? hits.length + " places found." : "Nothing here holds these words.";
  }

  // what was looked for stays in the address alone, so that going back shows it again and nothing is kept
  function recall() {
    box.value = decodeURIComponent(location.hash.slice(1));
    look();
  }
  document.getElementById("seek").addEventListener("submit", function (event) { event.preventDefault(); });
  box.addEventListener("input", function () {
    history.replaceState(null, "", "#" + encodeURIComponent(box.value.trim()));
    look();
  });
  window.addEventListener("hashchange", recall);
  recall();
})();
