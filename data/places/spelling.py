"""Find places whose names are spelt nearly as a person typed."""

from operator import itemgetter

from rapidfuzz import fuzz, process

from data.places.names import name_key
from data.places.store import Place, bearers, names_beginning, place_at

# Percent of letters in common from which on another spelling is worth showing, and how many are.
_ALIKE = 75
_MOST_SPELLINGS = 20


def similar(text: str, *, limit: int = 5) -> tuple[Place, ...]:
    """Find the places whose names are spelt most like what a person typed.

    Args:
        text: A name that no place bears; what follows a comma does not count.
        limit: The most places to return.

    Returns:
        The most alike first; of names equally alike, the most populous place first.
    """
    found: dict[int, tuple[float, Place]] = {}
    for name, score in _alike(name_key(text.partition(",")[0])):
        for number in bearers(name):
            place, _ = place_at(abs(number))
            known = found.get(place.geoname_id, (0.0, place))
            found[place.geoname_id] = max(known, (score, place), key=itemgetter(0))
    ranked = sorted(found.values(), key=lambda item: (-item[0], -item[1].population))
    return tuple(place for _, place in ranked[:limit])


def _alike(key: str) -> list[tuple[str, float]]:
    """Score the names most like one, by the letters they have in common, in percent."""
    # Most slips leave the first letter; half a million names take ten times as long as its share.
    for beginning in (key[:1], "") if key else ():
        found = process.extract(
            key,
            names_beginning(beginning),
            scorer=fuzz.ratio,
            score_cutoff=_ALIKE,
            limit=_MOST_SPELLINGS,
        )
        if found:
            return [(name, score) for name, score, _ in found]
    return []
