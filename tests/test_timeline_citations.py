"""When a publication appeared is read from its citation, as precisely as written, or not at all."""

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.timeline.citations import appearance
from tests.records import SAMPLES

LANCET = (
    "Singh S, Ferone D; all the NETTER-2 Trial Investigators. [177Lu]Lu-DOTA-TATE plus octreotide "
    "(NETTER-2): an open-label, randomised, phase 3 study. Lancet. 2024 Jun "
    "29;403(10446):2807-2817. doi: 10.1016/S0140-6736(24)00701-3. Epub 2024 Jun 5."
)


def read(citation: str) -> tuple[str | None, str, str]:
    found = appearance(citation)
    return found.journal, str(found.online or ""), str(found.issue or "")


@pytest.mark.parametrize(
    ("citation", "expected"),
    [
        (LANCET, ("Lancet", "5 Jun 2024", "29 Jun 2024")),
        (
            "Bahri N. Casting a Wide NET? Oncology (Williston Park). 2024 Nov 5;38(11):442-443.",
            ("Oncology (Williston Park)", "", "5 Nov 2024"),
        ),
        ("A B. T. Curr Opin Oncol. 2021 Jul 1;33(4):378.", ("Curr Opin Oncol", "", "1 Jul 2021")),
        # A month stays a month, a year a year, an issue of two months two months.
        ("A B. T. Hypertension. 2011 Oct;58(4):552-8.", ("Hypertension", "", "Oct 2011")),
        ("A B. T. J Telemed Telecare. 2009;15(6):281-5.", ("J Telemed Telecare", "", "2009")),
        ("A B. T. Prog C. 2002 Jan-Feb;44(4):231.", ("Prog C", "", "Jan 2002 to Feb 2002")),
        ("A B. T. J Foo. 2010 Dec-2011 Jan;3:1.", ("J Foo", "", "Dec 2010 to Jan 2011")),
        ("A B. T. J Foo. 2010 Jun 1-15;3:1.", ("J Foo", "", "1 Jun 2010 to 15 Jun 2010")),
        ("A B. T. J Foo. 2010 Winter;3:1.", ("J Foo", "", "2010")),
        # Ahead of print: there is no issue yet.
        (
            "A B. T. Clin J X. 2026 Jan 14. doi: 10.2215/C. Online ahead of print. No abstract.",
            ("Clin J X", "14 Jan 2026", ""),
        ),
        (
            "A B. T. J D. 2026 Jan 31;40(4):109274. doi: 10.1016/j. Online ahead of print.",
            ("J D", "31 Jan 2026", ""),
        ),
        # Years in a title, an address of the web or an erratum are no dates of publication.
        ("Foo A. Cancer statistics, 2020. CA J. 2021 May;70(3):145.", ("CA J", "", "May 2021")),
        ("Foo A. T. J A. 2021 May;70:1. Erratum in: J B. 2022 Jan;1:2.", ("J A", "", "May 2021")),
        (
            "A B. T. X. 2015 Sep 1;314(9):884. doi: 10.1001&#x2F;jama.2015.1.",
            ("X", "", "1 Sep 2015"),
        ),
        # Written in another way, or on a day that does not exist: no date is better than a guess.
        ("Smith et al 2010 Nature", (None, "", "")),
        ("A B. T. J Foo. 2010 Feb 30;3:1.", ("J Foo", "", "")),
        ("", (None, "", "")),
    ],
)
def test_reads_where_and_when(citation: str, expected: tuple[str | None, str, str]) -> None:
    assert read(citation) == expected


def test_says_which_words_the_dates_were_read_from() -> None:
    found = appearance(LANCET)
    assert found.matched == ("2024 Jun 29", "Epub 2024 Jun 5")
    assert all(words in LANCET for words in found.matched)


@given(st.text())
def test_survives_any_text(citation: str) -> None:
    found = appearance(citation)
    for span in filter(None, (found.online, found.issue)):
        assert span.first.first_day <= span.last.last_day


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2099, 12, 31)))
def test_reads_back_every_day_that_pubmed_can_write(day: date) -> None:
    written = f"A B. A title. J Foo. {day:%Y %b} {day.day};1(2):3-4. doi: 10.1/x."
    issue = appearance(written).issue
    assert issue is not None
    assert issue.first.first_day == issue.last.last_day == day


def test_reads_a_date_from_nearly_every_citation_of_real_records() -> None:
    citations = [
        reference["citation"]
        for path in SAMPLES
        for reference in json.loads(path.read_text(encoding="utf-8"))["protocolSection"]
        .get("referencesModule", {})
        .get("references", [])
    ]
    read_ones = [item for item in map(appearance, citations) if item.issue or item.online]
    assert len(citations) > 60
    assert len(read_ones) == len(citations)
    # What was read is what stands there.
    for citation in citations:
        for words in appearance(citation).matched:
            assert words in citation
            assert re.search(r"(19|20)\d\d", words)
