/* Puts a proposed sentence into its text. Without this script it is read and copied by hand. */
for (const button of document.querySelectorAll("[data-sentence]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const field = document.getElementById(button.dataset.into);
    field.value = [field.value.trim(), button.dataset.sentence].filter(Boolean).join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });
}
