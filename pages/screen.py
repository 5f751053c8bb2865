"""A whole list of people, held against every criterion at once."""

from components import screening
from components.first_run import through_app
from components.frame import page_title

through_app()
page_title("screen")
screening.screen_a_list()
