"""What holds for every text: no error, no long wait, nothing turned round, spans where they say."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.annotations.eligibility import Compare, Not, Rule, parts
from data.criteria.kind import CriterionKind
from data.drafting import Draft, Node, draft_criterion
from data.drafting.normalise import normalise
from data.drafting.tokens import numbers, tokenise

INCLUSION, EXCLUSION = CriterionKind.INCLUSION, CriterionKind.EXCLUSION
KINDS = (INCLUSION, EXCLUSION)
WORDS = st.sampled_from(
    (
        *("age", "years", "BMI", "kg/m2", "platelets", "ECOG", "NYHA", "diabetes", "women", "of"),
        *(
            "≥",
            ">",
            "<=",
            "<",
            "=",
            "18",
            "65",
            "1.5",
            "75,000",
            "10^9/L",
            "x",
            "ULN",
            "0-2",
            "III",
        ),
        *("and", "or", "not", "no", "unless", "if", "between", "to", "with", "within", "(", ")"),
        *(",", ";", ".", ":", "-", "/", "\n", "at least", "less than", "or more", "screening"),
        *(
            "1 of the following",
            "pregnant",
            "consent",
            "weeks",
            "before",
            "for",
            "zebra",
            "AST",
            "%",
        ),
    )
)
SENTENCES = st.lists(WORDS, max_size=25).map(" ".join)


def nodes_of(draft: Draft) -> Iterator[Node]:
    waiting = [draft.node] if draft.node else []
    while waiting:
        node = waiting.pop()
        yield node
        waiting += node.parts


@given(text=st.one_of(st.text(max_size=200), SENTENCES), kind=st.sampled_from(KINDS))
@example(text="İ ≥ ½ ﬁ 10⁹/L ①", kind=INCLUSION)
@example(text="Шкала σ score ≥ 5", kind=INCLUSION)
@example(text="≥ 5 on the", kind=EXCLUSION)
@settings(max_examples=150, deadline=None)
def test_any_text_is_drafted_or_left_and_its_spans_are_where_they_say(
    text: str, kind: CriterionKind
) -> None:
    draft = draft_criterion(text, kind)
    for span in (*draft.not_understood, *(node.span for node in nodes_of(draft))):
        assert 0 <= span.start < span.end <= len(text)
    for node in nodes_of(draft):
        assert all(
            node.span.start <= part.span.start and part.span.end <= node.span.end
            for part in node.parts
        )
        if node.stated is not None:  # its number stands in its span
            said = {
                number
                for token in tokenise(normalise(node.span.of(text)).text)
                for number in numbers(token)
            }
            assert node.stated.unit.startswith("×") or said


@given(text=SENTENCES)
@settings(max_examples=150, deadline=None)
def test_the_rule_of_an_inclusion_and_an_exclusion_never_contradict(text: str) -> None:
    """Where a sentence is drafted under both headings, its limits are the same: only their sense
    changes, because a rule says what must hold for the one and what excludes for the other."""
    both = [set(limits(draft_criterion(text, kind).rule)) for kind in KINDS]
    if all(both):
        for fact, number, operator in both[0]:
            assert not {(fact, number, other) for other in turned(operator)} & both[1]


def limits(rule: Rule | None, *, negated: bool = False) -> Iterator[tuple[str, float, str]]:
    """Every limit, as it counts: under a negation it is turned round."""
    if rule is None:
        return
    if isinstance(rule, Compare):
        value = getattr(rule, rule.operator)
        number = value if isinstance(value, float) else next(iter(value.values()))
        direction = "from" if rule.operator in ("at_least", "above") else "to"
        yield rule.fact, number, {"from": "to", "to": "from"}[direction] if negated else direction
    for part in parts(rule):
        yield from limits(part, negated=negated != isinstance(rule, Not))


def turned(direction: str) -> tuple[str, ...]:
    return ("to",) if direction == "from" else ("from",)


BASES = (
    ("Age ≥ 21 years", INCLUSION),
    ("BMI < 35 kg/m2", INCLUSION),
    ("Creatinine > 2 mg/dL", EXCLUSION),
    ("ALT or AST > 3 x ULN", EXCLUSION),
    ("Platelets < 90 x 10^9/L", EXCLUSION),
    ("Haemoglobin between 9 and 14 g/dL", INCLUSION),
)
ADDED = st.sampled_from(
    (
        *(
            "not",
            "no",
            "without",
            "never",
            "excluding",
            "unless",
            "except",
            "other than",
            "lack of",
        ),
        *("patients with", "are excluded", "are not eligible", "is allowed", "must not have", "if"),
        *(
            "a history of",
            "or more",
            "or less",
            "at least",
            "up to",
            "and",
            "or",
            "free of",
            ";",
            ".",
        ),
        *("(", ")", ",", "who do not have", "is not an exclusion", "zebra", "inability to reach"),
    )
)


@given(
    base=st.sampled_from(BASES),
    added=st.lists(st.tuples(ADDED, st.integers(0, 8)), min_size=1, max_size=3),
)
@settings(max_examples=250, deadline=None)
def test_adding_words_never_turns_a_comparison_round(
    base: tuple[str, CriterionKind], added: list[tuple[str, int]]
) -> None:
    text, kind = base
    plain = set(limits(draft_criterion(text, kind).rule))
    assert plain
    words = text.split(" ")
    for word, place in added:
        words.insert(min(place, len(words)), word)
    for fact, number, direction in limits(draft_criterion(" ".join(words), kind).rule):
        assert (
            (fact, number, turned(direction)[0]) not in plain
            or (
                fact,
                number,
                direction,
            )
            in plain
            or _says_so(words, direction)
        )


def _says_so(words: list[str], direction: str) -> bool:
    """Whether a comparator was among the words that were added."""
    said = {"from": ("or more", "at least"), "to": ("or less", "up to")}[direction]
    return any(word in said for word in words)


HOSTILE = (
    "(" * 40,
    "age " * 10,
    "≥ " * 20,
    "AST/ALT/" * 5,
    "AST, ALT, " * 5,
    "18 to 65 to " * 5,
    "not or and " * 5,
    "within 3 weeks of ",
    "x 10 ^ 9 " * 4,
    "score of the ",
    "(a) ",
    "(" * 100 + "x" + ")" * 100,
    "1,000,000,000,",
    "upper limit of the ",
    "BMI > 30 or ",
    "age > 18 (age > 12 (",
    "at least 18 years old, ",
    "stroke within 6 months or ",
    "[a/b] or not, ",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_long_hostile_text_takes_linear_time(piece: str) -> None:
    short, long = (piece * (size // len(piece)) for size in (2_000, 8_000))
    seconds = [min(_seconds(text) for _ in range(2)) for text in (short, long)]
    # Four times the text, with room for a machine that does other things too.
    assert seconds[1] < 10 * max(seconds[0], 0.01)


def _seconds(text: str) -> float:
    draft_criterion.cache_clear()
    start = time.process_time()
    draft_criterion(text, INCLUSION)
    return time.process_time() - start
