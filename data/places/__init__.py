"""Places without a network: a gazetteer of the world's towns, and the names of its countries.

Importing this costs nothing; the gazetteer is read at the first lookup.
"""

from data.places.countries import country_code, country_names, split_countries
from data.places.gazetteer import is_in_country, locate, located, named, namesakes, search
from data.places.store import Place

__all__ = [
    "Place",
    "country_code",
    "country_names",
    "is_in_country",
    "locate",
    "located",
    "named",
    "namesakes",
    "search",
    "split_countries",
]
