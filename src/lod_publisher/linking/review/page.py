"""The page on which a librarian compares two and two, and saves what she decides as a `decisions.csv`. It needs no server."""

from collections.abc import Iterable
from html import escape
from importlib.resources import files

from lod_publisher.linking.review.outcome import BY_PROGRAM, Joined, Outcome, Side
from lod_publisher.model.iris import Kind

# More than a person looks through in a week, and no more than a browser lays out at once.
_MOST_PAIRS = 2_000
_MOST_JOINED = 200
_NEARLY = 0.99


def review_page(outcome: Outcome) -> str:
    """The pairs that may be the same, the likeliest first, and those that were joined by comparison, the least sure first."""
    possible = outcome.linked.possible
    joined = sorted(
        (each for each in outcome.joined if each.method == BY_PROGRAM),
        key=lambda each: (each.confidence, each.kind, each.key),
    )
    cards = []
    for pair in possible[:_MOST_PAIRS]:
        one, other = (outcome.side(pair.kind, outcome.published(pair.kind, key)) for key in (pair.one, pair.other))
        cards.append(_card(pair.kind, one, other, pair.score, pair.reasons))
    merged = [_joined_card(each, outcome) for each in joined[:_MOST_JOINED]]
    counted = "".join(
        f"<li><strong>{number:,}</strong> {escape(what)}</li>" for what, number in outcome.counted().items()
    )
    resources = files("lod_publisher.linking.review")
    style, script = ((resources / name).read_text(encoding="utf-8") for name in ("review.css", "review.js"))
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Who is who: {len(possible):,} to decide</title>
<style>{style}</style>
</head>
<body>
<header>
<h1>Who is who</h1>
<ul class="counted">{counted}</ul>
<p>Look at two and two. What you decide here stays in this page until you save it: the file belongs into the collection, as
<code>decisions.csv</code> or added to the one that is there. Your decisions win over sources and over the program.</p>
</header>
<form id="saving">
<label>Your name <input id="who" autocomplete="name" required></label>
<button type="submit">Save <output id="decided">0</output> decisions</button>
</form>
<main>
<section aria-labelledby="possible">
<h2 id="possible">Possibly the same</h2>
{_told(len(possible), _MOST_PAIRS, "pairs are here, the likeliest first; the others are in candidates.csv")}
{"".join(cards) or "<p>There is nothing to decide.</p>"}
</section>
<section aria-labelledby="joined">
<h2 id="joined">Joined by comparison, the least sure first</h2>
{_told(len(joined), _MOST_JOINED, "are here; all are in links.csv")}
{"".join(merged) or "<p>Nobody was joined by comparison.</p>"}
</section>
</main>
<script>{script}</script>
</body>
</html>
"""


def _told(number: int, most: int, words: str) -> str:
    return f"<p>The first {most:,} of {number:,} {words}.</p>" if number > most else ""


def _joined_card(each: Joined, outcome: Outcome) -> str:
    one, other = (outcome.side(each.kind, key, whole=False) for key in (each.key, each.partner))
    return _card(each.kind, one, other, each.confidence, each.grounds)


def _card(kind: Kind, one: Side, other: Side, score: float, reasons: Iterable[str]) -> str:
    why = "".join(f"<li>{escape(reason)}</li>" for reason in reasons)
    name = escape(f"{kind}|{one.key}|{other.key}", quote=True)
    choices = "".join(
        f'<label><input type="radio" name="{name}" value="{value}"{" checked" if not value else ""}> {words}</label>'
        for value, words in (("", "Later"), ("same", "The same"), ("different", "Different"))
    )
    data = f'data-kind="{kind}" data-one="{escape(one.key, quote=True)}" data-other="{escape(other.key, quote=True)}"'
    return f"""<article {data}>
<p class="score"><meter min="0" max="1" value="{score:.3f}"></meter> {_percent(score)}</p>
<div class="two">{_side(one, other)}{_side(other, one)}</div>
<ul class="why">{why}</ul>
<fieldset><legend>{escape(one.label)} and {escape(other.label)}</legend>{choices}
<label class="reason">Why <input class="reason"></label></fieldset>
</article>
"""


def _percent(score: float) -> str:
    """Nothing that a person is to decide is wholly certain."""
    return f"{score:.0%}" if score < _NEARLY else "more than 99%"


def _side(side: Side, other: Side) -> str:
    """One of the two; a name or code that the other has too is marked."""
    shared = {*other.names, *other.codes}

    def listed(what: str, texts: Iterable[str]) -> str:
        items = "".join(
            f"<li>{f'<mark>{escape(text)}</mark>' if text in shared else escape(text)}</li>" for text in texts
        )
        return f"<dt>{what}</dt><dd><ul>{items}</ul></dd>" if items else ""

    years = f"<dt>Life</dt><dd>{escape(side.years)}</dd>" if side.years else ""
    return (
        f"<div><h3>{escape(side.label)}</h3><p><code>{escape(side.key)}</code></p><dl>{years}"
        f"{listed('Names', side.names)}{listed('Said', side.notes)}{listed('Codes', side.codes)}"
        f"{listed('Read in', side.places)}</dl></div>"
    )
