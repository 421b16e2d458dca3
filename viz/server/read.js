// Brings the first passage (or the one named in the address) into view, and turns pages with the arrow keys.
const target = () => document.getElementById(location.hash.slice(1)) || document.querySelector("mark.passage");
const show = () => target()?.scrollIntoView({ block: "center" });
addEventListener("hashchange", show);
show();
addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const link = { ArrowLeft: "previous", ArrowRight: "following" }[event.key];
  if (link) document.getElementById(link)?.click();
});
