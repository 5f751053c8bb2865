"""The weeks that follow from a first dose: to move, to print, to take into a calendar."""

from components import planner
from components.first_run import through_app
from components.frame import page_title

through_app()
page_title("planner")
planner.planner()
