// What could come next in a command line: pure, text in, suggestions out.

const ADDRESS = /^[/@]sora\s+/i;

/** `{from, to, items: [{insert, label, detail}], picksFirst}` for the text before the caret, or null.
 *
 * `picksFirst`: the first one is meant, so Enter takes it. Otherwise Enter sends, and only Tab or an arrow takes one.
 */
export function suggest(text, caret, { commands, jobs }) {
  const before = text.slice(0, caret);
  if (/^[/@]\S*$/.test(before)) return commandsFor(before.slice(1).toLowerCase(), before[0], caret, commands);
  const address = ADDRESS.exec(before);
  if (!address) return null;
  const rest = before.slice(address[0].length);
  if (!/\s/.test(rest)) return namesFor(rest.toLowerCase(), address[0].length, caret, commands);
  const [name] = rest.split(/\s/, 1);
  const spec = commands.find((command) => command.name === name.toLowerCase() || command.aliases.includes(name.toLowerCase()));
  return spec ? argumentsFor(spec, rest.slice(name.length), caret, jobs) : null;
}

/** The command a line is about, with the names of its options that are still free. */
export function commandOf(text, commands) {
  const address = ADDRESS.exec(text);
  if (!address) return null;
  const [name, ...others] = text.slice(address[0].length).split(/\s+/);
  const spec = commands.find((command) => command.name === name.toLowerCase());
  if (!spec || !others.length) return null;
  return { spec, free: spec.options.filter((option) => !isUsed(option, text)) };
}

/** After a bare slash or the beginning of a word: every command, by its own name too. */
function commandsFor(word, sign, caret, commands) {
  const isWhole = word === "sora";
  const wanted = "sora".startsWith(word) ? "" : word;
  const items = matching(commands, wanted).map((command) => commandItem(command, `${sign}sora ${command.name}`));
  return result(0, caret, items, !isWhole);
}

function namesFor(word, from, caret, commands) {
  const found = matching(commands, word);
  const exact = found.find((command) => command.name === word);
  if (exact && !exact.options.some((option) => option.required)) return null;
  return result(from, caret, found.map((command) => commandItem(command, command.name)), true);
}

function commandItem(command, text) {
  return { insert: `${text} `, label: text, detail: command.description };
}

function argumentsFor(spec, rest, caret, jobs) {
  const valued = /(?:^|\s)(?:--?)?([a-z]+)[:=]("[^"]*|\S*)$/i.exec(rest) ?? /\s--([a-z]+)\s+("[^"]*|\S*)$/i.exec(rest);
  const option = valued && findOption(spec, valued[1]);
  if (option) return valuesFor(option, valued[2].replace(/^"/, ""), caret - valued[2].length, caret, jobs);
  const word = /(\S*)$/.exec(rest)[1];
  const [first] = spec.options;
  const isFirst = rest.trim() === word;
  if (isFirst && first && first.kind !== "text") return valuesFor(first, word, caret - word.length, caret, jobs);
  return isFirst && !word.startsWith("--") ? null : optionsFor(spec, rest, word, caret);
}

function findOption(spec, name) {
  return spec.options.find((option) => option.name === name.toLowerCase());
}

function valuesFor(option, word, from, caret, jobs) {
  const choices = option.kind === "job" ? jobs.map(({ id, prompt }) => ({ value: id, label: id, detail: prompt })) : option.choices;
  const wanted = word.toLowerCase();
  if (choices.some((choice) => choice.value.toLowerCase() === wanted)) return null;
  const found = choices.filter(({ value, label }) => value.toLowerCase().startsWith(wanted) || label.toLowerCase().includes(wanted));
  const items = found.map(({ value, label, detail }) => ({ insert: `${quoted(value)} `, label, detail: detail ?? (value === label ? "" : value) }));
  return result(from, caret, items, word !== "" || option.required);
}

function optionsFor(spec, rest, word, caret) {
  const isDashed = word.startsWith("--");
  const wanted = word.replace(/^--/, "").toLowerCase();
  if (!isDashed && wanted.length < 2) return null;
  const free = spec.options.filter((option) => !["text", "job"].includes(option.kind) && !isUsed(option, rest.slice(0, rest.length - word.length)));
  const items = free.filter((option) => option.name.startsWith(wanted)).map(optionItem);
  return result(caret - word.length, caret, items, isDashed);
}

function optionItem({ name, kind, description }) {
  return kind === "flag"
    ? { insert: `--${name} `, label: `--${name}`, detail: description }
    : { insert: `${name}:`, label: `${name}:`, detail: description };
}

function isUsed({ name }, text) {
  return new RegExp(`(?:^|\\s)(?:--?${name}\\b|${name}[:=])`, "i").test(text);
}

function matching(commands, word) {
  const starts = commands.filter(({ name, aliases }) => [name, ...aliases].some((known) => known.startsWith(word)));
  return [...starts].sort((a, b) => Number(!a.name.startsWith(word)) - Number(!b.name.startsWith(word)));
}

function quoted(value) {
  return /\s/.test(value) ? `"${value}"` : value;
}

function result(from, to, items, picksFirst) {
  return items.length ? { from, to, items: items.slice(0, 12), picksFirst } : null;
}
