"""The way of participants through a study: derived, or read in the record by a person.

flow = flow_of(study, annotations)      # steps and transitions, each with its origin and its quote
layout = lay_out(flow, sizes, spacing)  # where they are drawn; no overlaps, arrows only forward
way = follow(flow, "control", answers)  # the path of one participant
"""

from data.flow.build import flow_of
from data.flow.model import Flow, Step, StepOrigin, Transition

__all__ = ["Flow", "Step", "StepOrigin", "Transition", "flow_of"]
