"""The parts of the sites page."""

from components.sites.choice import all_sites, chosen, standing
from components.sites.near import near_sites
from components.sites.site_map import opened_sites, site_map
from components.sites.tables import (
    by_country,
    credits_line,
    no_sites,
    site_table,
    unplaced_sites,
)

__all__ = [
    "all_sites",
    "by_country",
    "chosen",
    "credits_line",
    "near_sites",
    "no_sites",
    "opened_sites",
    "site_map",
    "site_table",
    "standing",
    "unplaced_sites",
]
