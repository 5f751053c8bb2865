"""For whom the pages are: it changes their order, density and wording, and never a fact."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import streamlit as st


class Audience(StrEnum):
    """Who reads; the value is its name in the address."""

    CLINICIAN = "clinician"
    PATIENT = "patient"
    SPONSOR = "sponsor"


# The name of the audience in the address, and what it was before there were three: `?plain=true`.
AUDIENCE: Final = "audience"
_FORMER: Final = "plain"
_KEPT: Final = "audience_of_visit"
# Whether every part of every page is shown, since one of them may hold what was searched for.
_UNFOLDED: Final = "details_unfolded"


def audience() -> Audience:
    """The audience of this visit."""
    return Audience(st.session_state.get(_KEPT, Audience.CLINICIAN))


def choose_audience(chosen: str) -> None:
    """Show every page for this audience from now on."""
    st.session_state[_KEPT] = Audience(chosen)
    st.session_state[_UNFOLDED] = False


def unfold_details() -> None:
    """Show every part of every page, until an audience is chosen again."""
    st.session_state[_UNFOLDED] = True


def all_unfolded() -> bool:
    """Whether every part of every page is shown: see `unfold_details`."""
    return bool(st.session_state.get(_UNFOLDED))


def audience_from_address() -> None:
    """Take the audience that the address names, at the start of a visit; later it counts no more.

    One that is none is passed over: slides have audiences of their own under this name.
    """
    if _KEPT not in st.session_state:
        former = str(st.query_params.get(_FORMER, "")).lower() == "true"
        asked = st.query_params.get(AUDIENCE) or (Audience.PATIENT if former else "")
        choose_audience(asked if asked in set(Audience) else Audience.CLINICIAN)


def audience_in_address() -> None:
    """Let the address name the audience unless it is the first: a link shows the same pages."""
    st.query_params.pop(_FORMER, None)
    if audience() is not Audience.CLINICIAN:
        st.query_params[AUDIENCE] = audience()
    else:
        st.query_params.pop(AUDIENCE, None)


def in_detail(label: str, key: str = "") -> bool:
    """Whether to show a part of a page: to patients only once they ask for it.

    Args:
        label: what the part shows, for the switch that asks for it.
        key: tells this switch from others of its label.
    """
    if audience() is not Audience.PATIENT or all_unfolded():
        return True
    return st.toggle(label, key=f"detail:{label}{key}", persist_state="session")


def is_sponsor() -> bool:
    """Whether a sponsor reads: discrepancies first, sources in sight."""
    return audience() is Audience.SPONSOR
