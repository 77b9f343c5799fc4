/* Says on the page, not in the console, that a passkey did not work. */
document.addEventListener("allauth.error", function (event) {
  event.preventDefault();
  document.getElementById("passkey_failed").hidden = false;
});
