"""Looking up a street address at OpenStreetMap's Nominatim, over the network."""

from __future__ import annotations

from typing import Final

from geopy.exc import (
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderTimedOut,
    GeocoderUnavailable,
    GeopyError,
)
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import Nominatim
from geopy.geocoders.base import Geocoder

from data.sites.origin import Origin, origin_of
from data.version import VERSION

# Nominatim's usage policy asks for a name to write to, and for at most one request a second.
USER_AGENT: Final = f"trial-explorer/{VERSION} (dashboard for one clinical-trial record)"
_PAUSE: Final = 1.0  # seconds
_TIMEOUT: Final = 6.0  # seconds
_MOST: Final = 5


class AddressError(Exception):
    """An address could not be looked up; the message says why, in a sentence."""


class StreetSearch:
    """Looks addresses up, one at a time, never faster than the service allows.

    Args:
        geocoder: asked for addresses; OpenStreetMap's Nominatim where none is given.
        pause: least seconds between two requests, whoever makes them.
    """

    def __init__(self, geocoder: Geocoder | None = None, *, pause: float = _PAUSE) -> None:
        geocoder = geocoder or Nominatim(user_agent=USER_AGENT, timeout=_TIMEOUT)
        self._ask = RateLimiter(
            geocoder.geocode, min_delay_seconds=pause, max_retries=0, swallow_exceptions=False
        )

    def find(self, address: str) -> tuple[Origin, ...]:
        """Find the places an address may mean, the likeliest first.

        Raises:
            AddressError: the service cannot be reached, refuses, or knows no such address.
        """
        try:
            found = self._ask(address, exactly_one=False, limit=_MOST)
        except GeopyError as error:
            raise AddressError(_reason(error)) from None
        if not found:
            raise AddressError("OpenStreetMap knows no such address.")
        return tuple(map(origin_of, found))


def _reason(error: GeopyError) -> str:
    """Say in a sentence why the search failed; the error itself may repeat the address."""
    match error:
        case GeocoderTimedOut():
            return "OpenStreetMap did not answer in time. Try again, or type a town."
        case GeocoderRateLimited() | GeocoderQuotaExceeded():
            return "OpenStreetMap is asked too often just now. Try again in a minute."
        case GeocoderUnavailable():
            return "OpenStreetMap cannot be reached. Is there an internet connection?"
        case GeocoderServiceError():
            return "OpenStreetMap could not answer. Try again later, or type a town."
    return "OpenStreetMap gave an answer that cannot be read."
