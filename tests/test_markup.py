"""What registries write with markup is read as a person would read it, and nothing is obeyed."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import load_study
from data.criteria.splitting import split_criteria
from data.markup import line, prose
from data.records.build import record_json
from data.study import Reference
from tests.records import SAMPLES

RECORDS = Path(__file__).parents[1] / "data" / "records"


@pytest.mark.parametrize(
    ("written", "read"),
    [("⩾ ≧ &ges;", "≥ ≥ ≥"), ("⩽ ≦ &les;", "≤ ≤ ≤"), ("˃ ﹥ ＞", "> > >"), ("˂ ﹤ ＜", "< < <")],
)
def test_comparators_of_every_form_read_as_the_four_known_ones(written: str, read: str) -> None:
    assert (prose(written), line(written)) == (read, read)


@pytest.mark.parametrize(
    "written", [r"a\&amp;lt;60", "a&amp;lt;60", "a&amp;amp;lt;60", "a&amp;#60;60", "a&lt;60"]
)
def test_a_sign_that_was_escaped_several_times_is_itself(written: str) -> None:
    assert prose(written) == "a<60"


def test_a_tag_that_was_escaped_twice_stays_text() -> None:
    assert prose("&amp;lt;p&amp;gt;") == "<p>"


def test_paragraphs_and_lists_become_lines_and_bullets() -> None:
    text = (
        "<p>Inclusion Criteria:</p><ul><li>Age &gt;&#x2F;= 18\n years</li><li><p>One of</p>"
        "<ol><li>a</li><li>b</li></ol></li></ul><p class='x'>Then <b>this</b></p>"
    )
    assert prose(text).splitlines() == [
        "Inclusion Criteria:",
        "  * Age >/= 18 years",
        "  * One of",
        "    * a",
        "    * b",
        "",
        "Then this",
    ]


def test_html_leaves_out_ends_of_paragraphs_and_points() -> None:
    assert prose("<ul><li>One<li>Two</ul>") == "  * One\n  * Two"
    assert prose("<p>One</p><p>Two<br/>Three") == "One\n\nTwo\nThree"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ANC 1.5 x 10<sup>9</sup>/L", "ANC 1.5 x 10^9/L"),
        ("mL/min/1.73 m<SUP>2</SUP>", "mL/min/1.73 m^2"),
        ("<sup>177</sup>Lu, H<sub>2</sub>O, Lutathera<sup>®</sup>", "177Lu, H2O, Lutathera®"),
        ("<b>Bold</b> and <i>slanted</i>\n  * as it\n  * stood", None),
        ("One<br>two", "One\ntwo"),
        (r"\[68Ga\] \> 5 &amp; &quot;x&quot;", '[68Ga] > 5 & "x"'),
    ],
)
def test_words_keep_their_lines_and_raised_numbers_their_sign(
    written: str, read: str | None
) -> None:
    assert prose(written) == (read or "Bold and slanted\n  * as it\n  * stood")


@pytest.mark.parametrize(
    "text",
    [
        "p < 0.05 and n > 3",
        "LVEF <35% and p < 0.05 > x",
        "a<b>c",
        "<script>alert(1)</script>",
        "<unknown>x</unknown>",
        '<a href="http://evil.test">x</a>',
        "<p",
        "if p <p> q",
        "?a=1&copy=2",
        "AT&T; R&D &nosuchname;",
    ],
)
def test_what_is_no_formatting_stays_as_it_stands(text: str) -> None:
    assert prose(text) == line(text) == text


def test_what_a_reference_spells_is_no_tag() -> None:
    assert prose("&lt;p&gt;x&lt;&#x2F;p&gt;") == "<p>x</p>"
    assert prose("<p>&lt;script&gt;</p>") == "<script>"


def test_a_script_among_paragraphs_is_text_like_any_other() -> None:
    assert prose("<p>One<script>two</script></p>") == "One<script>two</script>"


def test_a_name_keeps_its_backslashes() -> None:
    assert line(r"Ward \[3\] &amp; 4") == r"Ward \[3\] & 4"


@given(st.text(max_size=200).filter(lambda text: not set(text) & set("<&\\")))
def test_text_without_markup_does_not_change(text: str) -> None:
    assert prose(text) == line(text) == text


# Words as records have them, with all that could be taken for a tag.
WORDS = st.lists(
    st.sampled_from(["adults", "p <", "0.05", "a<b>c", "<x>", ">", "10", "(", "<script>"]),
    max_size=4,
).map(" ".join)
HTML = st.recursive(
    WORDS,
    lambda inner: st.one_of(
        st.builds("{}{}".format, inner, inner),
        st.builds("<{0}>{1}</{0}>".format, st.sampled_from(["p", "ul", "li", "sup", "i"]), inner),
        st.builds("{}<br>{}".format, inner, inner),
    ),
    max_leaves=8,
)


@given(HTML)
def test_reading_again_what_was_read_changes_nothing_and_loses_no_word(text: str) -> None:
    read = prose(text)
    assert prose(read) == read
    assert read.count("adults") == text.count("adults")
    assert read.count("<script>") == text.count("<script>")


@given(st.text(alphabet="<>/pbrliu su&;#x2F\\ \n", max_size=80))
def test_no_text_is_too_broken_to_read(text: str) -> None:
    assert isinstance(prose(text), str)


def test_the_publication_of_a_citation_with_references_is_found() -> None:
    cited = Reference.model_validate({"citation": "A. doi: 10.1159&#x2F;000503713. Epub 2019."})
    assert cited.doi == "10.1159/000503713"
    assert cited.links == {"DOI": "https://doi.org/10.1159/000503713"}


def test_the_shipped_record_is_what_its_page_says() -> None:
    page = RECORDS / "NCT03972488.txt"
    assert record_json(page) == page.with_suffix(".json").read_text(encoding="utf-8")


def test_no_sponsor_s_html_is_left_in_the_registry_s_own_records() -> None:
    for path in SAMPLES:
        study = load_study(path)
        shown = str(study.model_dump(exclude={"registry_page"}))
        for left in ("<p>", "<li>", "&#x2F;", "&quot;", "&gt;"):
            assert left not in shown, f"{path.name}: {left}"
        kinds = {
            item.kind
            for item in split_criteria(
                study.protocol_section.eligibility_module.eligibility_criteria
            )
        }
        if path.stem in ("NCT01874431", "NCT02545049"):
            assert kinds == {"inclusion", "exclusion"}


@pytest.mark.parametrize("times", [0, 1, 2, 6, 40])
def test_a_sign_is_undone_however_often_it_was_escaped(times: int) -> None:
    for written in ("&" + "amp;" * times + "lt;", "&" + "#38;" * times + "#60;"):
        assert prose(f"GFR{written}60") == "GFR<60"
        assert line(f"GFR{written}60") == "GFR<60"
