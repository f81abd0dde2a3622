"""Where each person stands in the drawing of the network: those with most bonds by springs, all others around their friends."""

from collections import defaultdict
from collections.abc import Mapping
from math import cos, pi, sin, sqrt

# Springs among so many take a second; the time grows with the square.
_AMONG = 220
_STEPS = 90
_GOLDEN = pi * (3 - sqrt(5))


def spread(weights: Mapping[tuple[int, int], int]) -> dict[int, tuple[float, float]]:
    """A place in the plane for everybody who has a bond, from about -1 to 1; the same bonds give the same drawing."""
    near: dict[int, dict[int, int]] = defaultdict(dict)
    for (one, other), weight in sorted(weights.items()):
        near[one][other] = near[other][one] = weight
    order = sorted(near, key=lambda who: (-len(near[who]), -sum(near[who].values()), who))
    placed = _by_springs(order[:_AMONG], near)
    crowd: dict[int, int] = defaultdict(int)
    rest = order[_AMONG:]
    for who in rest:
        friends = {friend: weight for friend, weight in near[who].items() if friend in placed}
        if friends:
            chief = min(friends, key=lambda friend: (-friends[friend], friend))
            total = sum(friends.values())
            x = sum(placed[friend][0] * weight for friend, weight in friends.items()) / total
            y = sum(placed[friend][1] * weight for friend, weight in friends.items()) / total
        else:
            chief, x, y = 0, *_ring(len(placed), 1.05)
        crowd[chief] += 1
        angle, far = crowd[chief] * _GOLDEN, 0.022 * sqrt(crowd[chief])
        placed[who] = (x + far * cos(angle), y + far * sin(angle))
    return {who: (round(x, 4), round(y, 4)) for who, (x, y) in placed.items()}


def _ring(number: int, radius: float) -> tuple[float, float]:
    return radius * cos(number * _GOLDEN), radius * sin(number * _GOLDEN)


def _by_springs(order: list[int], near: Mapping[int, Mapping[int, int]]) -> dict[int, tuple[float, float]]:
    """Friends pull, all push each other away, a little gravity holds the whole together; cooling down step by step.

    Source: Fruchterman and Reingold, "Graph drawing by force-directed placement" (1991).
    """
    count = len(order)
    if not count:
        return {}
    index = {who: number for number, who in enumerate(order)}
    xs = [0.9 * sqrt((n + 0.5) / count) * cos(n * _GOLDEN) for n in range(count)]
    ys = [0.9 * sqrt((n + 0.5) / count) * sin(n * _GOLDEN) for n in range(count)]
    pulls = [
        (index[one], index[other], 1 + min(weight, 20) / 20)
        for one in order
        for other, weight in near[one].items()
        if other in index and one < other
    ]
    ideal = 0.9 / sqrt(count)
    for step in range(_STEPS):
        dx, dy = [-0.6 * ideal * x for x in xs], [-0.6 * ideal * y for y in ys]
        for a in range(count):
            xa, ya = xs[a], ys[a]
            fx = fy = 0.0
            for b in range(a + 1, count):
                across, down = xa - xs[b], ya - ys[b]
                push = ideal * ideal / (across * across + down * down + 1e-6)
                across, down = across * push, down * push
                fx, fy = fx + across, fy + down
                dx[b] -= across
                dy[b] -= down
            dx[a] += fx
            dy[a] += fy
        for a, b, strength in pulls:
            across, down = xs[a] - xs[b], ys[a] - ys[b]
            pull = strength * sqrt(across * across + down * down) * 0.12 / ideal
            dx[a], dy[a] = dx[a] - across * pull, dy[a] - down * pull
            dx[b], dy[b] = dx[b] + across * pull, dy[b] + down * pull
        heat = 0.12 * (1 - step / _STEPS)
        for n in range(count):
            length = sqrt(dx[n] * dx[n] + dy[n] * dy[n]) or 1.0
            far = min(length, heat) / length
            xs[n], ys[n] = xs[n] + dx[n] * far, ys[n] + dy[n] * far
    reach = max((max(abs(x), abs(y)) for x, y in zip(xs, ys, strict=True)), default=1.0) or 1.0
    return {who: (xs[n] / reach, ys[n] / reach) for who, n in index.items()}
