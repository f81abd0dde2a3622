"""Fit what the features of linking are worth: `python -m benchmarks.fitting` writes linking/who/coefficients.py anew.

Logistic regression by Newton's method with a small penalty, on all pairs that blocking proposes among the tuned volumes, and
between their entries and an authority file that knows only the other half of them. Held-back volumes take no part. Which
readings of two names are compared depends on the coefficients, so that the fit is repeated with its own result.
"""

import math
from collections.abc import Sequence

from benchmarks.building import ROOT
from benchmarks.people import People, is_tuned
from lod_publisher.linking.who.blocking import candidates
from lod_publisher.linking.who.coefficients import COEFFICIENTS, INTERCEPT
from lod_publisher.linking.who.comparing import Features
from lod_publisher.linking.who.pointers import follow, pointers
from lod_publisher.linking.who.profiles import Profile, profiles_of
from lod_publisher.linking.who.scoring import STATED, Scorer
from lod_publisher.model.records import Person

_TARGET = ROOT / "src" / "lod_publisher" / "linking" / "who" / "coefficients.py"
_PENALTY = 1.0
_ROUNDS, _STEPS = 3, 12
_STEEP = 30.0

Setting = tuple[list[Profile], list[tuple[int, int]]]


def _setting(records: Sequence[Person], mixed: bool) -> Setting:
    profiles = profiles_of(records)
    silent = follow(pointers(profiles), profiles)
    pairs = [(one, other) for one, other in candidates(profiles) if one not in silent and other not in silent]
    if mixed:  # only what leads from a list into the authority file
        pairs = [
            (one, other) for one, other in pairs if bool(profiles[one].listed_in) != bool(profiles[other].listed_in)
        ]
    return profiles, pairs


def _settings(people: People) -> list[Setting]:
    tuned = sorted(volume for volume in people.by_volume if is_tuned(volume))
    halves = (set(tuned[::2]), set(tuned[1::2]))
    found = [_setting(people.in_volumes(tuned), False)]
    for known, new in (halves, halves[::-1]):
        found.append(_setting([*people.in_volumes(sorted(new)), *people.authority_knowing(known)], True))
    return found


def fit(people: People) -> tuple[float, dict[str, float]]:
    """The intercept and the coefficients."""
    settings = _settings(people)
    intercept, coefficients = INTERCEPT, COEFFICIENTS
    for _ in range(_ROUNDS):
        rows: list[Features] = []
        truths: list[bool] = []
        for profiles, pairs in settings:
            scorer = Scorer(profiles, coefficients, intercept)
            for first, second in pairs:
                one, other = (_person_of(profiles[number], people) for number in (first, second))
                if one and other:
                    rows.append(scorer.features(profiles[first], profiles[second]))
                    truths.append(one == other)
        intercept, coefficients = _newton(rows, truths)
        print(f"{len(rows)} pairs, {sum(truths)} of one person")
    return intercept, coefficients


def _person_of(profile: Profile, people: People) -> str | None:
    return people.gold.get(profile.local_id) or (profile.local_id[4:] if profile.local_id.startswith("hsg-") else None)


def _newton(rows: Sequence[Features], truths: Sequence[bool]) -> tuple[float, dict[str, float]]:
    names = sorted({name for row in rows for name in row} - STATED.keys())
    place = {name: number for number, name in enumerate(names, start=1)}
    data = [([0, *map(place.__getitem__, row)], [1.0, *row.values()]) for row in rows if not row.keys() & STATED.keys()]
    truths = [truth for row, truth in zip(rows, truths, strict=True) if not row.keys() & STATED.keys()]
    size = len(names) + 1
    weights = [0.0] * size
    for _ in range(_STEPS):
        slope = [-_PENALTY * weight if number else 0.0 for number, weight in enumerate(weights)]
        bend = [
            [(_PENALTY if row else 1e-3) if row == column else 0.0 for column in range(size)] for row in range(size)
        ]
        for (places, values), truth in zip(data, truths, strict=True):
            total = sum(weights[at] * value for at, value in zip(places, values, strict=True))
            told = 1 / (1 + math.exp(-max(-_STEEP, min(_STEEP, total))))
            for at, value in zip(places, values, strict=True):
                slope[at] += (truth - told) * value
                for against, factor in zip(places, values, strict=True):
                    bend[at][against] += told * (1 - told) * value * factor
        step = _solve(bend, slope)
        weights = [weight + each for weight, each in zip(weights, step, strict=True)]
        if max(map(abs, step)) < 1e-4:
            break
    return weights[0], dict(zip(names, weights[1:], strict=True))


def _solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Gauss with pivots."""
    size = len(right)
    table = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(table[row][column]))
        table[column], table[pivot] = table[pivot], table[column]
        for row in range(column + 1, size):
            factor = table[row][column] / table[column][column]
            if factor:
                table[row] = [value - factor * above for value, above in zip(table[row], table[column], strict=True)]
    solved = [0.0] * size
    for row in reversed(range(size)):
        known = sum(table[row][column] * solved[column] for column in range(row + 1, size))
        solved[row] = (table[row][size] - known) / table[row][row]
    return solved


def main() -> None:
    """Fit, and write the coefficients down."""
    intercept, coefficients = fit(People.load())
    lines = [f'    "{name}": {value:.2f},\n' for name, value in sorted(coefficients.items())]
    _TARGET.write_text(
        '"""What each feature is worth, in log-odds. Written by `python -m benchmarks.fitting`."""\n\n'
        f"INTERCEPT = {intercept:.2f}\nCOEFFICIENTS: dict[str, float] = {{\n{''.join(lines)}}}\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
