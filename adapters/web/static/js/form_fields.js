// The fields of the form for a video.
import { capital, el } from "./dom.js";
import { icon } from "./icons.js";
import { words } from "./words.js";

const MOST_BYTES = 10 * 1024 * 1024;
const TYPES = ["image/jpeg", "image/png", "image/webp"];
const said = words.dialog;

/** A label, what belongs to it, and fine print. */
export function field(id, label, control, fine = "") {
  return el("div", { class: "field" }, el("label", { for: id }, label), control, fine && el("p", { class: "fine", id: `${id}-fine` }, fine));
}

/** Radio buttons in a row: `options` are [value, label, mark?]. */
export function choices(name, label, options, chosen, onChoose) {
  return el(
    "fieldset",
    { class: "field" },
    el("legend", {}, label),
    el(
      "div",
      { class: "choices" },
      options.map(([value, text, mark]) =>
        el(
          "label",
          { class: "choice" },
          el("input", { type: "radio", name, id: `${name}-${value}`, value, checked: value === chosen, onchange: () => onChoose(value) }),
          el("span", {}, mark ?? null, capital(text)),
        ),
      ),
    ),
  );
}

/** A little frame of the right proportions. */
export function frameMark({ width, height }) {
  const mark = el("i", { class: "frame-mark", "aria-hidden": "true" });
  const scale = 18 / Math.max(width, height);
  mark.style.width = `${Math.round(width * scale)}px`;
  mark.style.height = `${Math.round(height * scale)}px`;
  return mark;
}

export function promptField({ prompt }, { max_prompt: most }, onInput) {
  const count = el("span", { class: "fine" });
  const show = (text) => {
    const length = [...text].length;
    count.textContent = length > most * 0.8 ? `${length} / ${most}` : said.promptHint;
    count.classList.toggle("over", length > most);
  };
  const input = (event) => {
    onInput(event.target.value);
    show(event.target.value);
  };
  show(prompt);
  const submit = (event) => (event.ctrlKey || event.metaKey) && event.key === "Enter" && event.target.form.requestSubmit();
  const area = el("textarea", { id: "form-prompt", rows: 4, value: prompt, required: true, oninput: input, onkeydown: submit });
  return el("div", { class: "field" }, el("label", { for: "form-prompt" }, said.prompt), area, count);
}

export function modelField(models, chosen, onChoose) {
  const options = models.map(({ name, title }) => el("option", { value: name }, title));
  const select = el("select", { id: "form-model", onchange: (event) => onChoose(event.target.value) }, options);
  select.value = chosen;
  return field("form-model", said.model, select);
}

export function seedField({ seed }, { takes_seed: takesSeed }, most, onInput) {
  const input = el("input", { id: "form-seed", inputmode: "numeric", value: seed, disabled: !takesSeed, maxlength: String(most).length, "aria-describedby": "form-seed-fine", oninput: (event) => onInput(event.target.value.trim()) });
  return field("form-seed", said.seed, input, takesSeed ? said.seedFine : said.seedOff);
}

/** Choose, or drop. */
export function imageField({ image, startOf }, { takes_image: takesImage }, onImage) {
  const take = (file) => file && onImage(...checked(file));
  const chooser = el("input", { type: "file", id: "form-image", accept: TYPES.join(","), disabled: !takesImage, "aria-describedby": "form-image-fine", onchange: (event) => take(event.target.files[0]) });
  const inside = chosenImage({ image, startOf }, () => onImage(null)) ?? [icon("image"), el("span", { class: "drop-name" }, said.imageOptional)];
  const drop = el("div", { class: takesImage ? "drop" : "drop is-off" }, chooser, inside);
  if (takesImage) makeDroppable(drop, take);
  return field("form-image", said.image, drop, takesImage ? said.imageFine : said.imageOff);
}

function makeDroppable(node, take) {
  node.addEventListener("dragover", (event) => {
    event.preventDefault();
    node.classList.add("is-over");
  });
  node.addEventListener("dragleave", () => node.classList.remove("is-over"));
  node.addEventListener("drop", (event) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  });
}

/** What was chosen, with a way to take it back; null for nothing. */
function chosenImage({ image, startOf }, onRemove) {
  if (!image && !startOf) return null;
  const name = image ? image.name : said.imageOfVideo(startOf.job);
  const remove = el("button", { class: "icon-button", type: "button", "aria-label": said.imageRemove, onclick: onRemove }, icon("close"));
  return [image ? preview(image) : icon("film"), el("span", { class: "drop-name" }, name), remove];
}

function preview(image) {
  const address = URL.createObjectURL(image);
  return el("img", { src: address, alt: "", onload: () => URL.revokeObjectURL(address) });
}

function checked(file) {
  if (!TYPES.includes(file.type)) return [null, said.imageWrong];
  return file.size > MOST_BYTES ? [null, said.imageTooLarge] : [file, ""];
}
