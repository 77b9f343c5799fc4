/* What pages do in the browser beyond htmx: send once, save while typing, print, ready phrases, sign out of the device. Everything works without it. */
(function () {
  "use strict";

  var QUIET = 1200; // milliseconds without typing before saving
  var TAKING = 5000; // milliseconds in which a file to take away is asked for once
  var said = document.body.dataset;

  /* Signing out removes what pages kept in this browser; what was not sent yet is asked about first. */

  document.addEventListener("submit", function (event) {
    if (!("signOut" in event.target.dataset)) { return; }
    var unsent = null;
    try { unsent = localStorage.getItem("gh_unsent"); } catch (fault) { /* a browser that keeps nothing */ }
    if (unsent && !window.confirm(said.unsent)) { event.preventDefault(); return; }
    if (window.indexedDB) { indexedDB.deleteDatabase("gh-kept"); }
  });

  /* Send once: a second touch does nothing until the page is shown again, or a file to take away is under way. */

  function buttonsOf(form) {
    return form.querySelectorAll("button:not([type=button]), input[type=submit]");
  }

  function release(form) {
    delete form.dataset.sent;
    buttonsOf(form).forEach(function (button) { button.disabled = false; button.removeAttribute("aria-busy"); });
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method !== "post" || event.defaultPrevented) { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    setTimeout(function () { // after the browser has read the button's own value
      buttonsOf(form).forEach(function (button) { button.disabled = true; button.setAttribute("aria-busy", "true"); });
    }, 0);
    if (event.submitter && "takesAway" in event.submitter.dataset) { // the page stays and is not told of the file
      setTimeout(function () { release(form); }, TAKING);
    }
  });

  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(release);
  });

  /* Save while typing: one request at a time, the last state wins, and the sign says what is true. */

  function clock() {
    var now = new Date();
    return ("0" + now.getHours()).slice(-2) + ":" + ("0" + now.getMinutes()).slice(-2);
  }

  function keepSaved(form) {
    var sign = form.querySelector("[data-saved-sign]");
    var timer, isSending = false, isAgain = false;

    function show(state, text) {
      if (sign) { sign.dataset.state = state; sign.textContent = text; }
      form.dataset.unsaved = state === "saved" ? "" : "1";
    }

    function save() {
      if (form.dataset.sent) { return; }
      if (isSending) { isAgain = true; return; }
      isSending = true;
      show("saving", said.saving);
      fetch(form.dataset.autosaveUrl, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Autosave": "1" },
        credentials: "same-origin",
        redirect: "manual"
      }).then(function (answer) {
        if (answer.type === "opaqueredirect" || answer.status === 403) { show("failed", said.signedOut); return null; }
        if (!answer.ok) { show("failed", said.refused); return null; }
        return answer.json().then(function (told) {
          var isPartly = Object.keys(told.wrong || {}).length > 0;
          show("saved", said.saved + " " + clock() + (isPartly ? " · " + said.partly : ""));
        });
      }).catch(function () {
        show("failed", said.unsaved);
      }).then(function () {
        isSending = false;
        if (isAgain) { isAgain = false; save(); }
      });
    }

    function later(wait) {
      clearTimeout(timer);
      timer = setTimeout(save, wait);
    }

    form.addEventListener("input", function (event) {
      if (event.target.type === "file") { return; }
      form.dataset.unsaved = "1";
      later(QUIET);
    });
    form.addEventListener("change", function (event) { if (event.target.type !== "file") { later(0); } });
    window.addEventListener("online", function () { if (form.dataset.unsaved) { later(0); } });
    window.addEventListener("beforeunload", function (event) {
      if (form.dataset.unsaved && !form.dataset.sent) { event.preventDefault(); event.returnValue = ""; }
    });
  }

  document.querySelectorAll("form[data-autosave-url]").forEach(keepSaved);

  /* A list that could not be fetched says so instead of looking up to date. */

  ["htmx:sendError", "htmx:responseError", "htmx:timeout"].forEach(function (name) {
    document.body.addEventListener(name, function (event) {
      var place = event.detail.target;
      if (!place || place.previousElementSibling && place.previousElementSibling.hasAttribute("data-stale-sign")) { return; }
      var sign = document.createElement("p");
      sign.className = "alert gh-alert-error";
      sign.setAttribute("role", "alert");
      sign.setAttribute("data-stale-sign", "");
      sign.textContent = said.stale;
      place.parentNode.insertBefore(sign, place);
    });
  });
  document.body.addEventListener("htmx:beforeSwap", function (event) {
    document.querySelectorAll("[data-stale-sign]").forEach(function (sign) {
      if (event.detail.xhr.status < 400) { sign.remove(); }
    });
  });

  /* Print, where a browser can. */

  document.querySelectorAll("[data-print]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () { window.print(); });
  });

  /* Ready phrases under an opinion. */

  document.querySelectorAll("textarea[data-phrases]").forEach(function (area) {
    var row = document.createElement("div");
    row.className = "gh-phrases";
    area.dataset.phrases.split("|").forEach(function (phrase) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-sm";
      button.textContent = phrase;
      button.addEventListener("click", function () {
        area.value = area.value ? area.value + "\n" + phrase : phrase;
        area.dispatchEvent(new Event("input", { bubbles: true }));
        area.focus();
      });
      row.appendChild(button);
    });
    area.parentNode.insertBefore(row, area.nextSibling);
  });

  /* Menus close when one looks elsewhere. */

  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.gh-who[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    document.querySelectorAll("details.gh-who[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
}());
