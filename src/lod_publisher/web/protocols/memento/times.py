"""Moments as clients ask for them, in `Accept-Datetime` and as 14 digits in addresses, read as the log of changes writes them (ISO 8601, UTC)."""

import re
from datetime import UTC, datetime
from http import HTTPStatus

from lod_publisher.web.problems import Problem

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_HTTP = re.compile(rf"(?:{'|'.join(_DAYS)}), (\d\d) ({'|'.join(_MONTHS)}) (\d{{4}}) (\d\d):(\d\d):(\d\d) GMT", re.ASCII)
_STAMP = re.compile(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)", re.ASCII)


def requested_moment(accept_datetime: str | None) -> str:
    """The moment of an `Accept-Datetime` header; "" when there is none.

    Raises:
        Problem: 400 when it is not a date as RFC 7089 wants it.
    """
    if accept_datetime is None:
        return ""
    match = _HTTP.fullmatch(accept_datetime.strip())
    if match:
        day, month, *rest = match.groups()
        year, *clock = (int(part) for part in rest)
        if found := _moment(year, _MONTHS.index(month) + 1, int(day), *clock):
            return found
    raise Problem(
        HTTPStatus.BAD_REQUEST,
        f"Accept-Datetime is {accept_datetime[:80]!r}, which is not a moment. Write it like this: Thu, 18 Dec 1958 12:00:00 GMT.",
        headers={"Vary": "Accept-Datetime, Accept"},
    )


def stamp(digits: str) -> str:
    """The moment that fourteen digits stand for; "" for anything else."""
    match = _STAMP.fullmatch(digits)
    return _moment(*(int(part) for part in match.groups())) if match else ""


def _moment(*parts: int) -> str:
    try:
        return f"{datetime(*parts, tzinfo=UTC):%Y-%m-%dT%H:%M:%SZ}" if parts[0] >= 1000 else ""  # type: ignore[misc, arg-type]
    except ValueError:
        return ""
