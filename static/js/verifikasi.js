// Verify: zoom of the page images.
addEventListener("click", ({ target }) => {
  const ubah = Number(target.closest("[data-zum-ubah]")?.dataset.zumUbah);
  const lembar = ubah && document.querySelector(".lembar");
  if (lembar) lembar.dataset.zum = Math.min(3, Math.max(0, Number(lembar.dataset.zum ?? 1) + ubah));
});
