"""Content negotiation (RFC 9110, 12.5.1): which of the media types that can be had does the `Accept` header like best?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MAX_RANGES = 100


@dataclass(frozen=True)
class Range:
    """One media range of the header with its quality."""

    kind: str
    subtype: str
    quality: float

    def fits(self, media_type: str) -> bool:
        kind, _, subtype = media_type.partition("/")
        return self.kind in ("*", kind) and self.subtype in ("*", subtype)

    @property
    def precision(self) -> int:
        return (self.kind != "*") + (self.subtype != "*")


def read_accept(header: str) -> list[Range]:
    """The ranges of an Accept header; what is malformed is passed over. No header accepts everything."""
    if not header.strip():
        return [Range("*", "*", 1.0)]
    ranges = []
    for part in header.split(",")[:MAX_RANGES]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        kind, slash, subtype = name.partition("/")
        if slash and kind and subtype:
            ranges.append(Range(kind, subtype, _quality(parameters)))
    return ranges


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                quality = float(value)
            except ValueError:
                return 0.0
            return quality if 0.0 <= quality <= 1.0 else 0.0
    return 1.0


def quality_of(media_type: str, ranges: Sequence[Range]) -> float:
    """How much a media type is liked: the quality of the most precise range that fits it."""
    fitting = [one for one in ranges if one.fits(media_type)]
    return max(fitting, key=lambda one: (one.precision, one.quality)).quality if fitting else 0.0


def choose(header: str, offers: Sequence[str]) -> str | None:
    """The offer liked best, the earlier of equals; None when none is acceptable."""
    ranges = read_accept(header)
    liked = [(quality_of(offer, ranges), -place, offer) for place, offer in enumerate(offers)]
    best = max(liked, default=(0.0, 0, ""))
    return best[2] if best[0] > 0 else None
