"""Screen a whole list of people with the rules of one checklist, on the engine the list lives in.

people (pandas, Polars, DuckDB) → `screened` (expressions) → `settled` (one Arrow batch after the
other) → `Attrition`. Nothing here keeps more than one batch in memory.
"""

from data.screening.attrition import Attrition
from data.screening.batches import settled
from data.screening.columns import ScreeningError
from data.screening.expressions import screened

__all__ = ["Attrition", "ScreeningError", "screened", "settled"]
