// The chosen appearance, before anything is painted: a plain script on purpose.
{
  let chosen = null;
  try {
    chosen = JSON.parse(localStorage.getItem("sora:theme"));
  } catch { /* storage is switched off: the system decides */ }
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
}
