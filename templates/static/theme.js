// Before anything is shown: the colours that this reader chose, so that they do not flash, and that scripts run.
(function () {
  var root = document.documentElement;
  root.dataset.js = "";
  try {
    var chosen = localStorage.getItem("kbgen-theme");
    if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  } catch (e) { /* storage is closed to this page: follow the system */ }
})();
