"""The record as slides that fill the window."""

from components.present import presentation

presentation()
