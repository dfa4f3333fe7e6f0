// The button that prints the sheet, and the largest letters with which the text stands on one page;
// what is too long for one goes on overleaf.
(() => {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  // In points. Below the last of them nobody reads a notice board.
  const SIZES = [15, 14, 13, 12, 11];
  // The sheet with its margins; with two pages some of the first stays empty.
  const PAGE = (296 * 96) / 25.4;
  const TWO_PAGES = (550 * 96) / 25.4;
  const sheet = document.querySelector(".sheet");
  const largest = (height) =>
    SIZES.find((size) => {
      sheet.style.setProperty("--letters", `${size}pt`);
      return sheet.offsetHeight <= height;
    });
  sheet.classList.add("sheet--measured");
  const one = largest(PAGE);
  sheet.style.setProperty("--letters", `${one || largest(TWO_PAGES) || 12}pt`);
  sheet.classList.remove("sheet--measured");
  sheet.classList.toggle("sheet--one", Boolean(one));
})();
