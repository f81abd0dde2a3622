"use strict";
const articles = [...document.querySelectorAll("article")];
const chosen = (article) => article.querySelector("input[type=radio]:checked").value;
const cell = (text) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

function count() {
  for (const article of articles) article.className = chosen(article);
  document.getElementById("decided").value = articles.filter(chosen).length;
}

document.addEventListener("change", count);
count();

document.getElementById("saving").addEventListener("submit", (event) => {
  event.preventDefault();
  const who = document.getElementById("who").value.trim();
  const now = new Date();
  const when = [now.getFullYear(), String(now.getMonth() + 1).padStart(2, "0"), String(now.getDate()).padStart(2, "0")].join("-");
  const rows = articles.filter(chosen).map((article) => {
    const { kind, one, other } = article.dataset;
    return [chosen(article), kind, one, other, who, when, article.querySelector("input.reason").value];
  });
  const text = [["what", "kind", "one", "other", "who", "when", "why"], ...rows].map((row) => row.map(cell).join(",") + "\r\n").join("");
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = "decisions.csv";
  link.click();
  URL.revokeObjectURL(link.href);
});
