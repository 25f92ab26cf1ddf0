// The talk without reloading. Every form works without this file; the server renders all words and marks.
const find = (selector, root = document) => root.querySelector(selector);
const isWide = () => matchMedia("(min-width: 60rem)").matches;
const PARTS = ["#intro", "#now", "#model", "#limits", "#kept", "#after", ".side"];

/** Takes over the page the server answered, keeping the log, the focus and what is being typed. */
function take(html, url) {
  const next = new DOMParser().parseFromString(html, "text/html");
  const [log, fresh] = [find("#log"), find("#log", next)];
  const [form, freshForm] = [find("#say"), find("#say", next)];
  const isWhole = !log || !fresh || !form || !freshForm || find("[role=alert]", next);
  if (isWhole) {
    find("#main").replaceWith(find("#main", next));
    (find("#text") ?? find("#main a"))?.focus();
    find("[role=alert]")?.scrollIntoView({ block: "center" });
  } else {
    for (const line of log.querySelectorAll("[id]")) {
      if (!fresh.querySelector(`#${line.id}`)) line.remove(); // a greeting was no utterance: it comes under its own id
    }
    for (const line of fresh.querySelectorAll("[id]")) {
      const held = find(`#${line.id}`);
      if (!held) log.append(line);
      else if (line.matches(".filed")) held.replaceWith(line);
    }
    form.version.value = freshForm.version.value;
    find("label", form).textContent = find("label", freshForm).textContent;
    for (const name of ["rows", "placeholder"]) form.text[name] = freshForm.text[name];
    for (const part of PARTS) find(part)?.replaceWith(find(part, next) ?? "");
  }
  document.title = next.title;
  if (url && find("#say")?.version.value !== "0") history.replaceState(null, "", url);
  settle();
}

/** Reads server-sent events from the body of an answer and calls on(name, data) for each. */
async function events(body, on) {
  let rest = "";
  for (const reader = body.pipeThrough(new TextDecoderStream()).getReader(); ; ) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split("\n\n");
    rest = blocks.pop();
    for (const block of blocks) {
      const lines = block.split("\n");
      on(lines[0].slice(7), lines.slice(1).map((line) => line.slice(6)).join("\n"));
    }
  }
}

/** The fields of the form for words; files go by themselves, each with its progress. */
function words(form) {
  const fields = new FormData(form);
  fields.delete("files");
  return new URLSearchParams(fields);
}

/** One turn: the words appear at once, the answer as it is written; a cut stream loses nothing. */
async function say(form) {
  await chosen;
  const answer = await fetch(form.action, {
    method: "POST", body: words(form), headers: { Accept: "text/event-stream" },
  });
  let [page, streamed] = [null, []];
  await events(answer.body, (name, data) => {
    if (name === "said") {
      find("#log").insertAdjacentHTML("beforeend", data);
      streamed = [...find("#log").children].slice(-2);
      streamed[1].scrollIntoView({ block: "nearest" });
    } else if (name === "words") {
      find("p", streamed[1]).append(Object.assign(document.createElement("span"), { textContent: data }), " ");
    } else page = data;
  }).catch(() => {});
  if (page === null) streamed.forEach((line) => line.remove());
  if (page === null) throw new Error("cut");
  form.text.value = "";
  take(page, form.action);
  if (isWide()) find("#text")?.focus();
}

/** One value changed in place: the form is sent as ever, the page it leads to is taken over. */
async function correct(form, button) {
  const field = form.elements.field?.value;
  const body = new URLSearchParams(new FormData(form, button));
  const answer = await fetch(form.action, { method: "POST", body });
  take(await answer.text());
  if (find("[role=alert]")) return;
  if (!form.matches(".side form")) return void (find("#proposed + ul button") ?? find("#text"))?.focus();
  find("#understood")?.setAttribute("open", "");
  (find(`#field-${CSS.escape(field)} summary`) ?? find("#understood > summary"))?.focus();
}

/** Sends one file; gives the page that was answered, or null when the line was cut. */
function send(file, field, told) {
  const [request, body] = [new XMLHttpRequest(), new FormData()];
  body.append("files", file);
  request.responseType = "document";
  request.upload.onprogress = (sent) => (find("#sending progress").value = (100 * sent.loaded) / sent.total);
  request.upload.onload = () => told(field.dataset.reading);
  return new Promise((done) => {
    request.onload = () => done(request.response);
    request.onerror = request.onabort = () => done(null);
    request.open("POST", field.dataset.action);
    request.send(body);
  });
}

/** The chosen files, one after another; what is wrong with any of them is said beside the field. */
async function handIn(field) {
  const [faults, line] = [[], find("#sending")];
  let page = null;
  field.form.setAttribute("aria-busy", "true");
  line.hidden = false;
  for (const file of field.files) {
    const told = (sentence) => (find("span", line).textContent = sentence.replace("{file}", file.name));
    const about = (sentence) => faults.push(sentence.replace("{file}", file.name));
    if (file.size > Number(field.dataset.mostBytes)) {
      about(field.dataset.large);
      continue;
    }
    told(field.dataset.sending);
    const answer = await send(file, field, told);
    const refused = answer && [...answer.querySelectorAll("#file-faults li, main > .fault")];
    if (!answer) about(field.dataset.cut);
    else if (refused.length) faults.push(...refused.map((one) => one.textContent));
    if (answer && find("#say", answer)) page = answer;
  }
  line.hidden = true;
  field.form.removeAttribute("aria-busy");
  field.value = "";
  find("#file-faults", page ?? document)?.remove();
  if (page) take(page.documentElement.outerHTML, field.form.action);
  if (faults.length) {
    const list = Object.assign(document.createElement("ul"), { id: "file-faults", className: "fault", role: "alert" });
    list.append(...faults.map((one) => Object.assign(document.createElement("li"), { textContent: one })));
    find("#limits").append(list);
  } else find("#kept h2")?.scrollIntoView({ block: "nearest" });
}

let chosen = Promise.resolve();

/** A choice about the model counts at once, without a word being said. */
async function choose(box) {
  const form = box.form;
  if (form.version.value === "0") return; // nothing is kept of an empty talk: it goes with the first words
  const body = words(form);
  body.delete("text");
  const sent = { method: "POST", body, keepalive: true }; // who takes a yes back and leaves at once has taken it back
  const answer = await fetch(box.dataset.action, sent).catch(() => null);
  if (answer?.ok) take(await answer.text());
  else box.checked = !box.checked;
  find("#consent")?.focus();
}

document.addEventListener("change", ({ target }) => {
  if (target.id === "files" && target.files.length) handIn(target);
  if (target.id === "consent") chosen = choose(target);
});

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-live]")) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  form.setAttribute("aria-busy", "true");
  try {
    await (form.id === "say" ? say(form) : correct(form, event.submitter));
  } catch {
    find("#now").innerHTML = '<p class="fault" role="alert"></p>';
    find("#now .fault").textContent = find(".talk").dataset.cut;
  }
  form.removeAttribute("aria-busy");
});

/** Marks the words behind a value in the bubbles, without touching them. */
function mark(value) {
  document.querySelectorAll(".marked").forEach((line) => line.classList.remove("marked"));
  const ranges = (value?.dataset.spans ?? "").split(" ").filter(Boolean).flatMap((span) => {
    const [number, ...ends] = span.split(":").map(Number);
    const words = find(`[data-u="${number}"]`)?.firstChild;
    if (!words) return [];
    if (!globalThis.Highlight) words.parentElement.closest("li").classList.add("marked");
    const [startOffset, endOffset] = ends.map((end) => Math.min(end, words.length));
    return [new StaticRange({ startContainer: words, startOffset, endContainer: words, endOffset })];
  });
  if (globalThis.Highlight) CSS.highlights.set("said", new Highlight(...ranges));
}
for (const kind of ["pointerover", "focusin", "click"]) {
  document.addEventListener(kind, ({ target }) => mark(target.closest?.("[data-spans]")));
}

/** The panel is open where there is room; a first match is asked for where it is offered. */
async function settle() {
  if (isWide()) find("#understood")?.setAttribute("open", "");
  const hint = find("#hint");
  const answer = hint && (await fetch(hint.dataset.from).catch(() => null));
  if (answer?.status === 200) hint.textContent = (await answer.text()).trim();
}
settle();
