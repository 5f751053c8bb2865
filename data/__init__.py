"""Everything about the trial: reading it, and working out what is shown of it."""

from data.errors import StudyError
from data.loading import load_studies, load_study
from data.study import Study

__all__ = ["Study", "StudyError", "load_studies", "load_study"]
