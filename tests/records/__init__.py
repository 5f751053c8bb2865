"""Records of ClinicalTrials.gov (public domain), as its API v2 gave them in 2026.

Of every kind that the registry has: randomised, single arm, cross-over, observational, expanded
access, withdrawn, with eighteen arms, with 975 sites, with and without results.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

SAMPLE_FOLDER: Final = Path(__file__).parent
SAMPLES: Final = sorted(SAMPLE_FOLDER.glob("NCT*.json"))
