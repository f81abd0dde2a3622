// Terms of an answer as people read them: short names, links to our own pages, numbers, days and points.

const NUMBER = /#(?:integer|decimal|double|float|int|long|short|nonNegativeInteger)$/;
const POINT = /^\s*(?:<[^>]*>\s*)?POINT\s*Z?\s*\(\s*(-?[\d.]+)[\s,]+(-?[\d.]+)/i;

export function shortened(iri, here) {
  for (const [prefix, namespace] of Object.entries(here.prefixes))
    if (iri.startsWith(namespace) && iri.length > namespace.length) return `${prefix}:${iri.slice(namespace.length)}`;
  return iri.startsWith(`${here.base}/id/`) ? iri.slice(here.base.length + 4) : iri;
}

// Our own things are linked on this very site, wherever it is served; no other kind of address than http is a link.
export function address(iri, here) {
  if (iri.startsWith(`${here.base}/`)) return here.root + iri.slice(here.base.length);
  return /^https?:\/\//.test(iri) ? iri : null;
}

export function spoken(term, here) {
  if (!term) return "";
  if (term.type === "uri") return shortened(term.value, here);
  return typeof term.value === "string" ? term.value : JSON.stringify(term.value);
}

export function number(term) {
  if (!term || term.type === "uri" || typeof term.value !== "string") return null;
  if (!NUMBER.test(term.datatype ?? "")) return null;
  const value = Number(term.value);
  return Number.isFinite(value) ? value : null;
}

// A time as a number of years, for an axis; null for what is none.
export function year(term) {
  if (!term || term.type === "uri" || typeof term.value !== "string") return null;
  const found = /^(-?\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:T.*)?Z?$/.exec(term.value);
  return found ? Number(found[1]) + (Number(found[2] ?? 1) - 1) / 12 + (Number(found[3] ?? 1) - 1) / 372 : null;
}

export function point(term) {
  const found = term && typeof term.value === "string" && POINT.exec(term.value);
  if (!found) return null;
  const [longitude, latitude] = [Number(found[1]), Number(found[2])];
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? [longitude, latitude] : null;
}
