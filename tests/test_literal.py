"""Text of a record in titles and labels: nothing in it is markdown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components.literal import literal

WORD_JOINER = "\u2060"


@given(st.text(max_size=80))
def test_a_reader_sees_the_text_itself(text: str) -> None:
    seen = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", literal(text)).replace(WORD_JOINER, "")
    assert seen == " ".join(text.replace(WORD_JOINER, "").split())


@given(st.text(alphabet="*_`~#<>[](){}!|$:\\-+=.@/wh1 \n", max_size=60))
def test_no_sign_of_markdown_is_left_unescaped(text: str) -> None:
    without_escapes = re.sub(r"\\[!-/:-@\[-`{-~]", "", literal(text))
    assert not re.search(r"[!-/:-@\[-`{-~]", without_escapes)


@pytest.mark.parametrize(
    "text",
    ["a -> b", "a <- b", "a -- b", "a >= b", "a <= b", "a ~= b", "http://x.test", "www.x.test"],
)
def test_what_streamlit_replaces_after_parsing_is_kept_apart(text: str) -> None:
    assert WORD_JOINER in literal(text)
