"""The sites of a study: where they are, which are meant, how far they are."""

from data.sites.areas import WORLD, areas, in_area, matching
from data.sites.site import FAR_KM, Precision, Site, sites_of

__all__ = ["FAR_KM", "WORLD", "Precision", "Site", "areas", "in_area", "matching", "sites_of"]
