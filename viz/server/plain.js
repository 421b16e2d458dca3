// Language and theme where the site's own script is not there.
const root = document.documentElement;
root.lang = localStorage.getItem("navkg-language") || "nb";
const theme = localStorage.getItem("navkg-theme");
if (theme) root.dataset.theme = theme;
document.getElementById("language").addEventListener("click", () => {
  root.lang = root.lang === "nb" ? "en" : "nb";
  localStorage.setItem("navkg-language", root.lang);
});
document.getElementById("theme").addEventListener("click", () => {
  root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
  localStorage.setItem("navkg-theme", root.dataset.theme);
});
