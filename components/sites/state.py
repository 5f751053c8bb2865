"""What the sites page remembers for one visitor, and under which name."""

from __future__ import annotations

from typing import Final

import streamlit as st

from data.sites import Site

# In the address, so that "sites in Italy" can be sent.
WHERE: Final = "where"
FIND: Final = "find"
# Never in the address: where somebody lives is nobody else's business.
NEAR: Final = "near"

_OPENED: Final = "opened_sites"


def open_sites(sites: tuple[Site, ...]) -> None:
    """Remember the sites behind the circle that was clicked."""
    st.session_state[_OPENED] = sites


def show_site(site: Site) -> None:
    """Open one site, wherever it is: no area and no words leave it out."""
    for filtered in (WHERE, FIND):
        st.session_state.pop(filtered, None)
    open_sites((site,))


def close_sites() -> None:
    """Forget them."""
    st.session_state.pop(_OPENED, None)


def opened(shown: tuple[Site, ...]) -> tuple[Site, ...]:
    """The sites behind the circle that was clicked, as far as they are still meant."""
    remembered: tuple[Site, ...] = st.session_state.get(_OPENED, ())
    meant = set(shown)
    return tuple(site for site in remembered if site in meant)
