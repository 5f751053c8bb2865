"""Where the study is carried out: the map, the nearest site, the numbers by country, the list."""

from components import sites
from components.audience import in_detail
from components.first_run import through_app
from components.frame import page_title

through_app()
page_title("sites")
sites.standing()
places = sites.all_sites()

if places:
    info = sites.chosen(places)
    sites.site_map(info)
    sites.opened_sites(info)
    sites.near_sites(info)
    sites.unplaced_sites(info)
    if in_detail("Show the numbers by country"):
        sites.by_country(info)
    sites.site_table(info)
    sites.credits_line()
else:
    sites.no_sites()
