"""Months with what is on each day, which can be dragged or moved by keyboard to another day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import streamlit as st

from components.scenes import variables
from data.dates import day_in_words
from data.schedule.calendar import Appointment, appointment_title
from data.schedule.months import Day, Month, item_text
from data.typography.signs import IN_TEXT, Sign

_PARTS: Final = Path(__file__).parent


def months(
    shown: Sequence[Month],
    signs: Mapping[str, Sign],
    fixed: str,
    *,
    key: str,
    on_move: Callable[[], None],
) -> None:
    """Show months.

    Args:
        shown: what is on each day.
        signs: of the drugs.
        fixed: the key of the administration that cannot be moved: the first.
        key: of the component; its `moved` is the key of an administration and its new day.
        on_move: called when one was moved.
    """
    mount = st.components.v2.component(
        "months", html='<div class="months"></div>', css=_style(), js=_read("months.js")
    )
    mount(
        key=key,
        data={"months": [_month(month, signs, fixed) for month in shown]},
        on_moved_change=on_move,
    )


def _month(month: Month, signs: Mapping[str, Sign], fixed: str) -> dict[str, Any]:
    weeks = [
        {"number": number, "days": [day and _day(day, signs, fixed) for day in days]}
        for number, days in month.weeks
    ]
    return {"title": month.title, "weeks": weeks}


def _day(day: Day, signs: Mapping[str, Sign], fixed: str) -> dict[str, Any]:
    within = f"; in the window of {', '.join(day.within)}" if day.within else ""
    given = [_item(item, signs, fixed) for item in day.given]
    assessed = [
        {"key": "", "sign": IN_TEXT["cross"][0], "name": "", "said": item.text, "moves": False}
        for item in day.assessed
    ]
    return {
        "iso": day.day.isoformat(),
        "day": day.day.day,
        "weekend": day.is_weekend,
        "within": bool(day.within),
        "said": f"{day_in_words(day.day)}{within}",
        "items": given + assessed,
    }


def _item(appointment: Appointment, signs: Mapping[str, Sign], fixed: str) -> dict[str, Any]:
    item = appointment.item
    sign, name = item_text(appointment, signs).split(" ")
    remark = f"; {appointment.remark}" if appointment.remark else ""
    return {
        "key": item.key,
        "sign": sign,
        "name": name,
        "said": f"{appointment_title(appointment)}, {appointment.when}{remark}",
        "moves": item.key != fixed and not appointment.is_missed,
        "missed": appointment.is_missed,
        "remark": bool(appointment.remark),
    }


@cache
def _style() -> str:
    return variables(".months") + _read("months.css")


@cache
def _read(name: str) -> str:
    return (_PARTS / name).read_text("utf-8")
