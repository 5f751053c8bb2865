"""What holds for every text: no error, no long wait, nothing turned round, spans where they say."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from data.annotations.eligibility import Compare, Not, Rule, parts
from data.criteria.kind import CriterionKind
from data.drafting import Draft, Node, draft_criterion
from data.drafting.normalise import normalise
from data.drafting.tokens import numbers, tokenise
from data.eligibility.answers import Quantity
from data.eligibility.evaluate import evaluate

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
            "disease",
            "except",
            "respectively",
            "persistently",
            "of legal age",
            "(i)",
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


FACTS = st.sampled_from(
    (
        ("BMI", "bmi", "kg/m2", "kg/m²", 12, 60),
        ("Serum potassium", "potassium", "mmol/L", "mmol/L", 2, 7),
        ("Left ventricular ejection fraction (LVEF)", "lvef", "%", "%", 10, 80),
        ("Platelet count", "platelets", "x 10^9/L", "10⁹/L", 5, 900),
        ("MMSE score", "mmse", "", "", 0, 30),
    )
)
FROM = {
    "≥": 0,
    ">/=": 0,
    "at least": 0,
    "greater than or equal to": 0,
    "not less than": 0,
    ">": 1,
    "above": 1,
    "more than": 1,
}
TO = {"≤": 0, "=<": 0, "at most": 0, "not exceeding": 0, "<": 1, "below": 1, "lower than": 1}


@given(data=st.data(), fact=FACTS, both=st.booleans(), kind=st.sampled_from(KINDS))
@settings(max_examples=120, deadline=None)
def test_a_limit_holds_just_above_and_just_below_as_its_words_say(
    data: st.DataObject, fact: tuple[str, str, str, str, int, int], both: bool, kind: CriterionKind
) -> None:
    """Under either heading: what must hold under the one is what excludes under the other."""
    name, fact_id, written, unit, lowest, highest = fact
    low = data.draw(st.integers(lowest, highest - 1))
    high = data.draw(st.integers(low + 1, highest))
    from_, to = data.draw(st.sampled_from(sorted(FROM))), data.draw(st.sampled_from(sorted(TO)))
    text = f"{name} {from_} {low} {written}"
    if both:
        text = f"{text} and {to} {high} {written}"
    rule = draft_criterion(text, kind).rule
    assert rule is not None, text
    for value in (low - 0.5, low, low + 0.25, high - 0.25, high, high + 0.5):
        holds = value > low or (value == low and not FROM[from_])
        if both:
            holds = holds and (value < high or (value == high and not TO[to]))
        known = {fact_id: Quantity(number=value, unit=unit)}
        assert evaluate(rule, known).truth is holds, (text, value)


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
    ("ALT ≤ 3 x ULN (≤ 5 x ULN if wheezing)", INCLUSION),
    ("LVEF < 36 % or on foobar", EXCLUSION),
    ("Platelets ≥ 90 x 10^9/L unless wheezing", INCLUSION),
    ("Wheezing disease or BMI > 31 kg/m2", EXCLUSION),
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
        *(
            "any of",
            "at least one of:",
            "change in",
            "of the donor",
            "at diagnosis",
            "either",
            "e.g.",
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
    "any of the following: ",
    "one or more of 2 of ",
    "SBP > 160 or DBP > 95, ",
    "men > 40 and women > 50, ",
    "by echo or MRI or ",
    "before the stroke in the donor ",
    "non-smoking 3 or 4 ",
    "level(s) (BMI) ",
    "serum total mean ",
    "ALT < 3 (or < 5 if x) ",
    "or LVEF < 30 % or on x ",
    "a (b) or ",
    "BMI > 30 (x) or > 35 (y) or ",
    "a: BMI > 30 or ",
    "unless (",
    "(i) a (ii) b ",
    "grade 1 of the ",
    "1 to NYHA ",
)


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("kind", KINDS)
def test_the_work_for_long_hostile_text_grows_as_the_text_does(
    piece: str, kind: CriterionKind
) -> None:
    """Counted in calls, which no busy machine makes more of: twice the text, twice the calls."""
    short, long = (piece * max(1, size // len(piece)) for size in (700, 1_400))
    calls = [_calls(text, kind) for text in (short, long)]
    assert calls[1] < 2.5 * calls[0] * len(long) / (2 * len(short))


def _calls(text: str, kind: CriterionKind) -> int:
    """How many functions, of Python and of C, drafting a text calls."""
    draft_criterion.cache_clear()
    made = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        draft_criterion(text, kind)
    finally:
        sys.setprofile(None)
    return made


def test_the_count_of_calls_sees_what_is_not_linear() -> None:
    made = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal made
        made += event in ("call", "c_call")

    def pairs(size: int) -> int:
        nonlocal made
        made = 0
        sys.setprofile(count)
        try:
            _ = [abs(one - other) for one in range(size) for other in range(size)]
        finally:
            sys.setprofile(None)
        return made

    assert pairs(200) > 3.5 * pairs(100)
