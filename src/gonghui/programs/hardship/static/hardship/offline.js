/* 离线走访: write visits without a network, send each once when there is one, and decide where things have changed. */
(function () {
  "use strict";

  const QUIET = 400; // milliseconds without typing before a draft is kept
  const main = document.querySelector("[data-offline]");
  const said = main.dataset;
  let known = null; // what was taken along: who, today, households
  let writing = null; // the draft in the open form
  let isSending = false;

  function one(selector, within) { return (within || main).querySelector(selector); }
  function cloned(name) { return document.querySelector("template[data-" + name + "]").content.firstElementChild.cloneNode(true); }
  function put(row, name, text) { one("[data-" + name + "]", row).textContent = text; }
  function filled(text, word, value) { return text.replace("{" + word + "}", value); }

  function tell(text) {
    const place = one("[data-said]");
    place.textContent = text;
    place.hidden = !text;
  }

  function showNet() {
    const usable = said.ready ? " · " + said.usable : "";
    document.querySelector("[data-net]").textContent = navigator.onLine ? said.online + usable : said.away;
  }
  function showSignIn(is) { one("[data-sign-in-line]").hidden = !is; }

  /* What is kept: the list and the drafts */

  function showHouseholds() {
    const place = one("[data-households]");
    const items = known ? known.items : [];
    place.replaceChildren.apply(place, items.map(function (item) {
      const row = cloned("household-row");
      put(row, "name", item.name);
      put(row, "kind", said[item.kind]);
      put(row, "number", item.number);
      put(row, "union", item.union);
      put(row, "due", item.due ? "· " + filled(said.due, "day", item.due) : "");
      put(row, "said-name", item.name + " " + item.number);
      one("[data-write]", row).addEventListener("click", function () { begin(item); });
      return row;
    }));
    one("[data-no-households]").hidden = items.length > 0;
  }

  async function showDrafts() {
    const drafts = await GhKept.drafts();
    const place = one("[data-drafts]");
    place.replaceChildren.apply(place, drafts.map(draftRow));
    one("[data-drafts-card]").hidden = drafts.length === 0;
    return drafts;
  }

  function draftRow(draft) {
    const row = cloned("draft-row");
    const tones = { waiting: "blue", writing: "grey", changed: "orange", wrong: "red" };
    put(row, "name", draft.item.name);
    put(row, "kind", said[draft.item.kind]);
    put(row, "number", draft.item.number);
    put(row, "day", draft.fields.visited_on || "—");
    const state = one("[data-state]", row);
    state.textContent = said[draft.state];
    state.classList.add("gh-tag-" + tones[draft.state]);
    one("[data-edit]", row).addEventListener("click", function () { open(draft); });
    one("[data-drop]", row).addEventListener("click", function () { discard(draft); });
    if (draft.state === "changed") { one("[data-told]", row).appendChild(conflict(draft)); }
    if (draft.state === "wrong") { put(row, "told", [draft.told.sentence].concat(Object.values(draft.told.wrong)).join(" ")); }
    return row;
  }

  function conflict(draft) {
    const panel = cloned("conflict");
    put(panel, "sentence", draft.told.sentence);
    facts(one("[data-mine]", panel), answers(draft));
    facts(one("[data-now]", panel), draft.told.now);
    one("[data-add]", panel).hidden = !draft.told.may_add;
    one("[data-add]", panel).addEventListener("click", async function () {
      await keep(agreed(draft), "waiting");
      await showDrafts();
      send();
    });
    one("[data-mend]", panel).addEventListener("click", function () { open(agreed(draft)); });
    one("[data-discard]", panel).addEventListener("click", function () { discard(draft); });
    return panel;
  }

  /* She has seen what changed: from now on that is what she knows. */
  function agreed(draft) {
    if (draft.told && draft.told.may_add) { draft.item.version = draft.told.version; }
    return draft;
  }

  function facts(place, pairs) {
    pairs.forEach(function (pair) {
      const title = document.createElement("dt");
      const text = document.createElement("dd");
      title.textContent = pair[0];
      text.textContent = pair[1] || "—";
      place.append(title, text);
    });
  }

  /* What she wrote, under the titles of the form's own questions. */
  function answers(draft) {
    const form = formOf(draft.item.kind);
    return Object.entries(draft.fields).filter(function (each) { return each[1]; }).map(function (each) {
      const box = form.elements[each[0]];
      const first = box instanceof RadioNodeList ? box[0] : box;
      const group = first.closest("fieldset");
      const title = (group && one("legend", group) || form.querySelector("label[for='" + first.id + "']")).textContent.trim();
      return [title, shown(form, draft, each[0], each[1])];
    });
  }

  function shown(form, draft, name, value) {
    const box = form.elements[name];
    if (box instanceof RadioNodeList) {
      const picked = Array.from(box).find(function (each) { return each.value === value; });
      return picked.closest("label") ? picked.closest("label").textContent.trim() : form.querySelector("label[for='" + picked.id + "']").textContent.trim();
    }
    const list = name === "second" ? draft.item.colleagues : Array.from(box.options || []).map(function (o) { return [o.value, o.text]; });
    const found = list.find(function (each) { return String(each[0]) === value; });
    return found ? found[1] : value;
  }

  /* Writing */

  function cardOf(kind) { return one("[data-form='" + kind + "']"); }
  function formOf(kind) { return one("form", cardOf(kind)); }

  function begin(item) {
    const fields = { visited_on: today() };
    open({ uid: crypto.randomUUID(), begun: new Date().toISOString(), item: item, fields: fields, state: "writing" });
  }

  function today() {
    const now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  function open(draft) {
    close();
    writing = draft;
    const card = cardOf(draft.item.kind), form = formOf(draft.item.kind);
    form.reset();
    if (form.elements.second) { offer(form.elements.second, draft.item.colleagues); }
    form.elements.uid.value = draft.uid;
    Object.entries(draft.fields).forEach(function (each) { form.elements[each[0]].value = each[1]; });
    put(card, "whom", draft.item.name + " · " + draft.item.number + " · " + draft.item.union);
    showWrong(card, draft);
    card.hidden = false;
    one("[data-form-title]", card).focus();
  }

  function offer(select, colleagues) {
    const choices = [["", said.choose]].concat(colleagues);
    select.replaceChildren.apply(select, choices.map(function (each) { return new Option(each[1], each[0]); }));
  }

  function showWrong(card, draft) {
    const place = one("[data-form-wrong]", card);
    const wrong = draft.state === "wrong" ? [draft.told.sentence].concat(Object.values(draft.told.wrong)) : [];
    place.textContent = wrong.join(" ");
    place.hidden = wrong.length === 0;
  }

  function read(form) {
    const fields = {};
    new FormData(form).forEach(function (value, name) { if (name !== "uid") { fields[name] = value; } });
    return fields;
  }

  async function keep(draft, state) {
    draft.state = state;
    await GhKept.put(draft);
  }

  async function close() {
    const last = writing;
    writing = null;
    main.querySelectorAll("[data-form]").forEach(function (card) {
      card.hidden = true;
      put(card, "saved-sign", "");
    });
    return last;
  }

  async function discard(draft) {
    if (!window.confirm(said.askDrop)) { return; }
    if (writing && writing.uid === draft.uid) { close(); }
    await GhKept.remove(draft.uid);
    await showDrafts();
  }

  main.querySelectorAll("[data-form]").forEach(function (card) {
    const form = one("form", card);
    let timer;
    form.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(async function () {
        const draft = writing;
        if (!draft) { return; }
        draft.fields = read(form);
        await keep(draft, "writing");
        put(card, "saved-sign", said.kept);
        showDrafts();
      }, QUIET);
    });
    form.addEventListener("submit", async function (event) {
      event.preventDefault();
      clearTimeout(timer);
      const draft = writing;
      if (!draft) { return; }
      draft.fields = read(form);
      await keep(draft, "waiting");
      close();
      await showDrafts();
      if (navigator.onLine) { send(); }
    });
    one("[data-close]", card).addEventListener("click", function () { close(); });
  });

  /* Sending: each once; what the server does not keep stays here. */

  /* The list anew, under the person who is signed in now. */
  async function takeAlong() {
    known = await GhSending.takeAlong(said.list);
    showSignIn(false);
    showHouseholds();
  }

  async function sendAll() {
    await takeAlong();
    const sent = await GhSending.all(said.sync, known.token);
    if (sent) {
      await GhKept.forgetKey();
      await takeAlong();
    }
    return sent;
  }

  async function send() {
    if (isSending) { return; }
    isSending = true;
    tell(said.sending);
    try {
      const sent = await sendAll();
      const left = (await GhKept.count()).mine;
      const words = [sent ? filled(said.sent, "n", sent) : "", left ? filled(said.left, "n", left) : ""];
      tell(words.filter(Boolean).join(" · ") || said.nothing);
    } catch (fault) {
      showSignIn(fault.message === "signed out");
      tell(fault.message === "signed out" ? said.signedOut : said.failed);
    } finally {
      isSending = false;
      await showDrafts();
    }
  }

  one("[data-send]").addEventListener("click", send);

  /* Opening */

  async function sendIfAny() {
    const waiting = (await GhKept.drafts()).some(function (draft) { return draft.state === "waiting"; });
    if (waiting) { await send(); }
  }

  async function refresh() {
    try {
      await takeAlong();
    } catch (fault) {
      showSignIn(fault.message === "signed out");
    }
  }

  async function showOthers() {
    const others = (await GhKept.count()).others;
    if (others) { tell(filled(said.others, "n", others)); }
  }

  async function start() {
    showNet();
    one("[data-sign-in-link]").href = said.signIn;
    if (!GhKept.isPossible()) { tell(said.impossible); return; }
    known = await GhKept.user() ? await GhKept.taken() : null;
    if (navigator.onLine) { await refresh(); }
    showHouseholds();
    if (!known) { tell(said.notReady); return; }
    await showDrafts();
    await showOthers();
    if (navigator.onLine) { await sendIfAny(); }
    said.started = "1";
  }

  window.addEventListener("online", function () { showNet(); if (known) { sendIfAny(); } });
  window.addEventListener("offline", showNet);
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(said.worker);
    navigator.serviceWorker.ready.then(function () { said.ready = "1"; showNet(); });
  }
  start();
}());
