// Before anything is shown: the colours that this reader chose, so that they do not flash, and that scripts run. Behind the
// first paint: all other scripts, in their order, so that a page is read before any of them is loaded.
(function () {
  var root = document.documentElement, own = document.currentScript;
  if ("js" in root.dataset) return;  // the page of addresses that do not exist looks for it in several folders
  root.dataset.js = "";
  if (/[?&](q|kind|tag|year)=/.test(location.search)) root.dataset.asked = "";  // there is room for what will be found
  try {
    var chosen = localStorage.getItem("kbgen-theme");
    if (chosen === "dark" || chosen === "light") root.dataset.theme = chosen;
  } catch (e) { /* storage is closed to this page: follow the system */ }

  var begun = false;
  function others() {
    if (begun) return;
    begun = true;
    own.dataset.scripts.split(" ").forEach(function (name, number, names) {
      var script = document.createElement("script");
      script.src = new URL(name, own.src);
      script.async = false;
      if (number === names.length - 1) script.onload = script.onerror = function () { root.dataset.js = "all"; };
      document.head.append(script);
    });
  }
  function whole() {  // all of the text has been painted too: the browser has nothing else to do
    requestAnimationFrame(function () {
      if (window.requestIdleCallback) requestIdleCallback(others, { timeout: 1000 }); else setTimeout(others, 100);
    });
  }

  try {
    new PerformanceObserver(function () {
      if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", whole); else whole();
    }).observe({ type: "paint", buffered: true });
  } catch (e) { /* nobody tells when a page is painted: when it is loaded, then */ }
  addEventListener("load", function () { setTimeout(others, document.hidden ? 0 : 1000); });
})();
