(function () {
  var find = document.getElementById("find"), none = document.getElementById("none");
  if (!find) return;
  find.addEventListener("input", function () {
    var word = find.value.trim().toLowerCase(), shown = 0;
    document.querySelectorAll("#contents li[data-words]").forEach(function (line) {
      var fits = !word || line.dataset.words.indexOf(word) >= 0;
      line.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    document.querySelectorAll("#contents .group").forEach(function (group) {
      group.hidden = !group.querySelector("li:not([hidden])");
    });
    none.hidden = shown > 0;
  });
})();
