// Every page. The modules share only the event "siapp:umumkan".
const $ = (pilih, akar = document) => akar.querySelector(pilih);

function umumkan(teks) {
  $("#umumkan").textContent = "";
  setTimeout(() => ($("#umumkan").textContent = teks), 50);
}
document.addEventListener("siapp:umumkan", (e) => umumkan(e.detail));

let jam;
function toast(teks) {
  const kotak = document.createElement("div");
  kotak.className = "peringatan peringatan-galat";
  kotak.textContent = teks;
  $("#toast").replaceChildren(kotak);
  clearTimeout(jam);
  jam = setTimeout(() => kotak.remove(), 15000);
}
const GALAT = {
  401: "Sesi Anda berakhir. Muat ulang halaman ini untuk masuk lagi.",
  403: "Anda tidak berhak, atau halaman terlalu lama terbuka. Muat ulang, lalu coba lagi.",
  413: "Kiriman terlalu besar. Perkecil berkasnya, lalu coba lagi.",
  429: "Terlalu sering. Tunggu satu menit, lalu coba lagi.",
};
const GANGGUAN = "Sistem terganggu. Yang sudah tersimpan tidak hilang; coba lagi sebentar lagi.";
document.addEventListener("htmx:responseError", (e) => toast(GALAT[e.detail.xhr.status] || GANGGUAN));
document.addEventListener("htmx:sendError", () => toast("Sambungan terputus. Periksa jaringan, lalu coba lagi."));
document.addEventListener("htmx:load", ({ detail: { elt } }) => {
  elt.querySelectorAll("[data-hitung][data-batas]").forEach(hitung);
  $("[data-fokus]", elt)?.focus();
  if (elt.closest("#pesan")) elt.scrollIntoView({ block: "nearest" });
});

// Counted as the server does: a line break is two characters, an emoji one.
let jeda;
function hitung(area) {
  const isi = document.getElementById(area.dataset.hitung).value.replace(/\r?\n/g, "\r\n");
  const sisa = area.dataset.batas - [...isi].length;
  area.textContent = sisa < 0 ? `Kelebihan ${-sisa} karakter. Ringkas isinya.` : `Sisa ${sisa} karakter dari ${area.dataset.batas}.`;
  area.toggleAttribute("data-lewat", sisa < 0);
}
document.addEventListener("input", ({ target }) => {
  const area = target.id && $(`[data-hitung="${CSS.escape(target.id)}"]`);
  if (!area) return;
  hitung(area);
  clearTimeout(jeda);
  jeda = setTimeout(() => umumkan(area.textContent), 1000);
});

// data-konfirmasi asks first; once agreed, the press is repeated.
document.addEventListener("click", (e) => {
  const tombol = e.target.closest("[data-konfirmasi]:not([data-setuju])");
  if (!tombol) return;
  e.preventDefault();
  e.stopImmediatePropagation();
  const dialog = $("#konfirmasi");
  $("h2", dialog).textContent = tombol.dataset.konfirmasi;
  $("[data-isi]", dialog).textContent = tombol.dataset.akibat || "";
  $("[data-ya]", dialog).textContent = tombol.textContent;
  dialog.returnValue = "";
  dialog.onclose = () => {
    tombol.focus();
    if (dialog.returnValue !== "ya") return;
    tombol.dataset.setuju = "";
    tombol.click();
    delete tombol.dataset.setuju;
  };
  dialog.showModal();
}, true);

document.addEventListener("click", async ({ target }) => {
  const tombol = target.closest("[data-salin]");
  if (!tombol) return;
  await navigator.clipboard.writeText(tombol.dataset.salin);
  umumkan("Sudah disalin.");
});

// Single keys: not while typing, not with a modifier, not once switched off (WCAG 2.1.4).
const KUNCI = "siapp-pintasan";
const mati = () => localStorage[KUNCI] === "mati";
const ISIAN = "input:not([type=checkbox], [type=radio]), select, textarea";
document.addEventListener("keydown", (e) => {
  if (e.target.closest(`${ISIAN}, dialog`) || e.ctrlKey || e.altKey || e.metaKey || e.repeat || mati()) return;
  const sasaran = [...document.querySelectorAll(`[data-pintas="${CSS.escape(e.key)}"]`)].find((s) => s.checkVisibility());
  if (!sasaran) return;
  e.preventDefault();
  sasaran[sasaran.matches(ISIAN) ? "focus" : "click"]();
});
for (const sakelar of document.querySelectorAll("[data-sakelar-pintasan]")) {
  const kotak = $("input", sakelar);
  sakelar.hidden = false;
  kotak.checked = !mati();
  kotak.onchange = () => (localStorage[KUNCI] = kotak.checked ? "hidup" : "mati");
}
