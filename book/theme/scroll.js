// The left and the right arrow key turn the page in mdBook. In a block that scrolls sideways and has
// the focus they scroll it, as everywhere else.
document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const block = event.target.closest("pre > code, .table-wrapper");
  if (block && block.scrollWidth > block.clientWidth) event.stopPropagation();
}, true);
