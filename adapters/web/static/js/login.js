// The door: a password, and a name.
import { post } from "./api.js";
import { byId } from "./dom.js";

byId("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const button = form.querySelector("button");
  const error = byId("login-error");
  button.disabled = true;
  error.hidden = true;
  try {
    await post("/api/login", { password: form.password.value, name: form.elements.name.value });
    location.assign("/");
  } catch (failure) {
    error.textContent = failure.message;
    error.hidden = false;
    form.password.select();
  } finally {
    button.disabled = false;
  }
});
