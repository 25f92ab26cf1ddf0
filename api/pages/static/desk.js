// Keys for the desk. Everything works without this file: it only presses the buttons that are there.
const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const cards = () => all(".card");
const lines = () => all(".queue .open");
let current = 0;

/** Makes a candidate the one that keys speak of. */
function point(place, isMoved = true) {
  const some = cards();
  if (!some.length) return;
  current = Math.max(0, Math.min(place, some.length - 1));
  some.forEach((card, number) => {
    card.classList.toggle("is-current", number === current);
    if (number === current) card.setAttribute("aria-current", "true");
    else card.removeAttribute("aria-current");
  });
  if (isMoved) {
    some[current].focus({ preventScroll: true });
    some[current].scrollIntoView({ block: "nearest" });
  }
}

/** Up or down: a line of the queue, or another candidate. */
function step(by) {
  const some = lines();
  if (some.length) some[Math.max(0, Math.min(some.indexOf(document.activeElement) + by, some.length - 1))].focus();
  else point(current + by);
}

/** Presses a button of the current candidate, or opens its form at the first field. */
function press(key) {
  const found = cards()[current]?.querySelector(`[data-key="${key}"]`);
  if (!found) return false;
  if (found.matches("summary")) {
    found.parentElement.open = true;
    (found.parentElement.querySelector("select, textarea, input:not([type=hidden]), a") ?? found).focus();
  } else found.click();
  return true;
}

document.addEventListener("keydown", (event) => {
  const field = event.target.closest("input, textarea, select");
  if (event.key === "Escape" && event.target.closest(".deed[open]")) {
    const deed = event.target.closest(".deed");
    deed.open = false;
    deed.querySelector("summary").focus();
  } else if (field || event.ctrlKey || event.metaKey || event.altKey || event.repeat && event.key.length === 1) return;
  else if (event.key === "ArrowDown") step(1);
  else if (event.key === "ArrowUp") step(-1);
  else if (event.shiftKey || !press(event.key.toLowerCase())) return;
  event.preventDefault();
});

document.addEventListener("focusin", ({ target }) => {
  const place = cards().indexOf(target.closest(".card"));
  if (place >= 0) point(place, false);
});

document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("aria-busy") === "true") event.preventDefault();
  event.target.setAttribute("aria-busy", "true");
});
addEventListener("pageshow", () => all("form[aria-busy]").forEach((form) => form.removeAttribute("aria-busy")));

const first = cards().findIndex((card) => card.querySelector('[data-key="a"]'));
point(Math.max(first, 0), false);
