"""The record as slides that fill the window."""

from components.first_run import through_app
from components.present import presentation

through_app()
presentation()
