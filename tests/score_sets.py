"""How the gold sets of annotated criteria are held against the drafts.

Nothing of their text is kept: a wrong draft is named by its set, its trial and a digest.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from data.annotations.eligibility import Compare, Is
from data.drafting import Draft, DraftClass, Node, draft_criterion
from data.drafting.lexicon import LexiconEntry, lexicon
from data.drafting.normalise import normalise
from data.drafting.tokens import numbers, tokenise

ROOT: Final = Path(__file__).parents[1]


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """A draft that says otherwise than the gold.

    Args:
        key: the set, the trial and the place, never the text.
        what: in which respect.
        text: for whoever looks into it on the screen.
    """

    key: str
    what: str
    text: str


@dataclass(kw_only=True)
class Score:
    """How one set came out.

    Args:
        rows: how many there are.
        right, missed: how many were drafted as the gold has them, and not at all.
        notes: further figures, in words.
        silent: why nothing was drafted where the lexicon knows the fact, and how often.
    """

    name: str
    rows: int = 0
    right: int = 0
    missed: int = 0
    wrong: list[Wrong] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    silent: Counter[str] = field(default_factory=Counter)

    @property
    def drafted(self) -> int:
        return self.right + len(self.wrong)


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def key_of(name: str, row: Mapping[str, Any], text: str) -> str:
    """Name a row without its text."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{name} {row['nct']} {digest}"


# What was drafted.


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """One fact's comparison as drafted: one limit, a range, or steps of a scale."""

    entry: str
    operators: frozenset[str]
    numbers: frozenset[Fraction]
    values: tuple[str, ...]
    unit: str
    start: int
    end: int


def drafted(draft: Draft) -> list[Drafted]:
    """The comparisons of a draft; two limits of one fact at one place are one."""
    if draft.node is None:
        return []
    found: dict[tuple[str, int, int], list[Node]] = {}
    for leaf in draft.node.leaves():
        if leaf.question or (isinstance(leaf.rule, Is) and not _is_scale(leaf.rule.fact)):
            continue
        fact = entry_of(leaf.facts[0].id)
        found.setdefault((fact, leaf.span.start, leaf.span.end), []).append(leaf)
    return [_drafted(fact, start, end, nodes) for (fact, start, end), nodes in found.items()]


def _is_scale(fact: str) -> bool:
    entry = lexicon().entries.get(fact)
    return entry is not None and entry.kind == "choice"


def _drafted(fact: str, start: int, end: int, nodes: Sequence[Node]) -> Drafted:
    limits = [node.rule.operator for node in nodes if isinstance(node.rule, Compare)]
    stated = [node.stated for node in nodes if node.stated]
    values = [
        str(value) for node in nodes if isinstance(node.rule, Is) for value in node.rule.values
    ]
    return Drafted(
        entry=fact,
        operators=frozenset(limits),
        numbers=frozenset(one.number for one in stated),
        values=tuple(values),
        unit=stated[0].unit if stated else "",
        start=start,
        end=end,
    )


def entry_of(fact: str) -> str:
    """The entry of the lexicon that a fact belongs to, whatever its unit."""
    names = [name for name in lexicon().entries if fact == name or fact.startswith(f"{name}_")]
    return max(names, key=len, default=fact)


# What the gold says.

_OPERATORS: Final = {"GT": "above", "GTEQ": "at_least", "LT": "below", "LTEQ": "at_most"}
_AGE_WORDS: Final = re.compile(
    r"\b(?:age[ds]?|years?|old(?:er)?|yo|younger|adults?)\b", re.IGNORECASE
)


def entries_named(text: str) -> set[str]:
    """The facts of the lexicon that a head names, the longest name at each place."""
    tokens = tokenise(normalise(text).text)
    words = lexicon()
    found: set[str] = set()
    for phrases in (words.numbers, words.choices):
        place = 0
        while place < len(tokens):
            hit = phrases.at(tokens, place)
            if hit:
                entry: LexiconEntry = hit[0]
                found.add(entry.id)
            place = hit[1] if hit else place + 1
    for place in range(len(tokens)):
        if words.words["pressure_pair"].has(tokens, place):
            found |= {"systolic", "diastolic"}
    return found


def gold_numbers(values: Iterable[str]) -> set[Fraction]:
    """Every number in some phrases, in every reading; a power of ten also multiplied in."""
    found: set[Fraction] = set()
    for value in values:
        last: set[Fraction] = set()
        sign = -1 if value.strip().startswith("-") else 1
        for token in tokenise(normalise(value).text):
            own = {sign * Fraction(number) for number in numbers(token)}
            if token.kind == "power":
                own = {one * Fraction(10) ** int(token.text[1:]) for one in last or {Fraction(1)}}
            if token.text in ("twice", "double"):
                own = {Fraction(2)}
            found |= own
            last = own or last
    return found


def same_numbers(gold: set[Fraction], own: frozenset[Fraction]) -> bool:
    """Whether each number drafted is one of the gold's, and none of the gold's is left out.

    A gold number may have two readings (75,000); the draft has one of them.
    """
    scales = (1, 1000, Fraction(1, 1000))
    return own <= gold and all(any(one * scale in own for scale in scales) for one in gold)


# The sets.


_NOT_READ: Final = "a name, unit or number that was not read with certainty"


def score_lct(rows: Sequence[dict[str, Any]]) -> Score:
    """Thresholds whose operators were normalised by annotators."""
    score = Score(name="LCT thresholds", rows=len(rows))
    known: Counter[bool] = Counter()  # by whether the gold has an operator
    found: Counter[bool] = Counter()
    for row in rows:
        draft = draft_criterion(row["criterion"], row["kind"])
        gold = _at(row)
        hits = [one for one in drafted(draft) if one.start < gold[1] and gold[0] < one.end]
        named = _heads(row)
        own = [one for one in hits if one.entry in named] or hits
        in_lexicon, compares = bool(named), bool(row["operators"])
        known[compares] += in_lexicon
        if not own:
            score.missed += 1
            score.silent[draft.why or _NOT_READ] += in_lexicon
            continue
        found[compares] += in_lexicon
        faults = [_lct_fault(row, one, named, own) for one in own]
        if "" in faults:
            score.right += 1
        elif all(_is_of_another(one, row, rows) for one in own):
            score.missed += 1  # what was drafted is what another row has, of the same sentence
        else:
            score.wrong.append(
                Wrong(
                    key=key_of("LCT", row, f"{row['criterion']}{row['head']}{row['offset']}"),
                    what=faults[0],
                    text=f"[{row['kind']}] {row['criterion']} || {row['head']} {row['operators']} "
                    f"{row['values']} {row['unit']} || {own[0]}",
                )
            )
    score.notes.append(f"covers {share(score.drafted, score.rows)} of all rows")
    score.notes.append(
        f"covers {share(found.total(), known.total())} of those whose fact is in the lexicon, "
        f"{share(found[True], known[True])} of those among them that have an operator"
    )
    return score


def _is_of_another(one: Drafted, row: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> bool:
    beside = [
        other for other in rows if other["criterion"] == row["criterion"] and _at(other) != _at(row)
    ]
    return any(not _lct_fault(other, one, _heads(other), [one]) for other in beside)


def _at(row: Mapping[str, Any]) -> tuple[int, int]:
    """Where the gold's comparison stands: at its offset, or where its words are nearest to it."""
    text, words = row["criterion"], row["comparison"]
    places = [found.start() for found in re.finditer(re.escape(words), text)]
    start = min(places, key=lambda place: abs(place - row["offset"]), default=row["offset"])
    return start, start + len(words)


def _heads(row: Mapping[str, Any]) -> set[str]:
    named = entries_named(row["head"])
    for name in row["name"]:
        named |= entries_named(name)
    return named | ({"age"} if row["head_type"] == "Age" else set())


def _lct_fault(
    row: Mapping[str, Any], one: Drafted, named: set[str], own: Sequence[Drafted]
) -> str:
    within = row["criterion"][one.start : one.end].casefold()
    named_within = one.entry in named or row["head"].casefold() in within
    if not named_within and (named or not _names_it(row["head"], one)):
        return "fact"
    phrase = row["comparison"]
    values = _values_of(row["values"] or [phrase], one.entry)
    operators = row["operators"]
    if one.values:
        if not operators and re.search(r"\w\s*(?:-|–|to)\s*\w", phrase):
            operators = ["BETWEEN"]
        return "" if _same_steps(operators, values, one) else "value"
    powers = ("103", "106", "109", "1012") if re.search(r"[×x*]\s*10", phrase) else ()
    of_units = [one for one in row["values"] if re.search(rf"/\s*{re.escape(one)}\s*m", phrase)]
    values_ = [one for one in row["values"] if one not in (*powers, *of_units)]
    gold = gold_numbers(values_ or [phrase])
    gold = gold or {Fraction(1)}
    numbers_ = one.numbers
    # A range that the gold cuts into its two limits is the same one.
    one_of_two = gold < numbers_ and len(row["values"]) == 1
    if not same_numbers(gold, numbers_) and not _paired(gold, own) and not one_of_two:
        return "number"
    if not _same_operators(row["operators"], one.operators, len(row["values"])):
        return "operator"
    unit = row["unit"] or row["temporal_unit"]
    return "" if unit is None or _same_unit(unit, one.unit) else "unit"


def _names_it(head: str, one: Drafted) -> bool:
    """Whether a head that no entry names is at least part of the drafted fact's names."""
    words = set(re.findall(r"\w+", normalise(head).text))
    known = lexicon().entries.get(one.entry)
    names = known.names if known else (one.entry.replace("_", " "),)
    return any(words & set(re.findall(r"\w+", normalise(name).text)) for name in names)


def _paired(gold: set[Fraction], own: Sequence[Drafted]) -> bool:
    """Blood pressure: the gold has both numbers at one head."""
    together = {number for one in own for number in one.numbers}
    return {one.entry for one in own} >= {"systolic", "diastolic"} and together == gold


def _same_operators(gold: Sequence[str], own: frozenset[str], values: int) -> bool:
    plain = {_OPERATORS[name] for name in gold if name in _OPERATORS}
    if "BETWEEN" in gold:
        lower, upper = {"at_least", "above"}, {"at_most", "below"}
        return len(own) == 2 and bool(own & lower) and bool(own & upper)
    if not gold:
        return True
    return plain == own or (values == 1 and len(plain) == 1 and plain <= own and len(own) == 2)


def _same_unit(gold: str, own: str) -> bool:
    tokens = tokenise(normalise(gold).text)
    found = lexicon().unit(tokens, 0)
    if found and found[1] == len(tokens) and found[0] == own:
        return True
    # The gold often keeps only the first part of a unit: `mL` of `mL/min`.
    spelt = normalise(gold).text.strip(" /")
    if (
        not own
        or spelt == "x"
        or spelt in normalise(own).text
        or (spelt == "normal" and own.startswith("×"))
    ):
        return True
    return any(
        spelt in re.split("[/ ]", normalise(spelling).text)
        or normalise(spelling).text.startswith(spelt)
        for spelling in unit_spellings().get(own, ())
    )


@cache
def unit_spellings() -> Mapping[str, Sequence[str]]:
    path = ROOT / "data" / "drafting" / "lexicon.yaml"
    units = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)["units"]
    return {name: spellings for name, (_, spellings) in units.items()}


def _values_of(values: Iterable[str], entry: str) -> list[str]:
    """The steps of a scale that a gold names, as the scale writes them."""
    known = lexicon().entries.get(entry)
    if known is None or known.kind != "choice":
        return []
    found = []
    for value in values:
        for token in tokenise(normalise(value).text):
            for text in token.text.split(","):
                found += [
                    step
                    for step, other in known.values.items()
                    if text == step.lower() or text in other
                ]
    return list(dict.fromkeys(found))


def _same_steps(operators: Sequence[str], gold: Sequence[str], one: Drafted) -> bool:
    steps = list(lexicon().entries[one.entry].values)
    if not gold:
        return False
    places = sorted(steps.index(value) for value in gold)
    own = sorted(steps.index(value) for value in one.values)
    if "BETWEEN" in operators:
        return own == list(range(places[0], places[-1] + 1))
    named = {
        "GT": range(places[-1] + 1, len(steps)),
        "GTEQ": range(places[0], len(steps)),
        "LT": range(places[0]),
        "LTEQ": range(places[-1] + 1),
    }
    for name in operators:
        if name in named:
            return own == list(named[name])
    return own == places


def score_chia(rows: Sequence[dict[str, Any]]) -> Score:
    """Heads and value phrases as written."""
    score = Score(name="Chia head and value", rows=len(rows))
    complete: dict[tuple[str, str], bool] = {}
    partial = 0
    for row in rows:
        draft = draft_criterion(row["criterion"], row["kind"])
        key = (row["nct"], row["criterion"])
        if key not in complete:
            complete[key] = draft.draft_class is DraftClass.COMPLETE
            partial += draft.draft_class is DraftClass.PARTIAL
        own = [one for one in drafted(draft) if _meets(row, one)]
        if not own:
            score.missed += 1
            continue
        fault = _chia_fault(row, own)
        if fault:
            score.wrong.append(
                Wrong(
                    key=key_of("Chia", row, f"{row['criterion']}{row['head']}{row['value']}"),
                    what=fault,
                    text=f"[{row['kind']}] {row['criterion']} || {row['head']} | {row['value']} "
                    f"|| {own}",
                )
            )
        else:
            score.right += 1
    score.notes.append(f"covers {share(score.drafted, score.rows)} of all")
    score.notes.append(
        f"complete drafts for {share(sum(complete.values()), len(complete))} of all criteria, "
        f"partial ones for {share(partial, len(complete))}"
    )
    return score


def _chia_heads(row: Mapping[str, Any]) -> set[str]:
    named = entries_named(row["head"])
    about_age = row["head_type"] == "Person" and not named and not _is_sex(row["head"])
    return named | ({"age"} if about_age else set())


def _is_sex(head: str) -> bool:
    """The gold takes `men` for the head where a limit is for men."""
    return head.casefold() in ("men", "women", "man", "male", "female", "males", "females")


def _meets(row: Mapping[str, Any], one: Drafted) -> bool:
    """Whether a draft stands where the value phrase does, and may be of its head."""
    value = row["value"].strip()
    places = [found.start() for found in re.finditer(re.escape(value), row["criterion"])]
    if not places:
        loose = r"\s*".join(re.escape(part) for part in value.split())
        places = [found.start() for found in re.finditer(loose, row["criterion"])]
    named = _chia_heads(row)
    if not places:  # the phrase leaves out words that stand between its parts
        return one.entry in named and one.numbers <= gold_numbers([value])
    at = any(one.start <= place + len(value) - 1 and place < one.end for place in places)
    return at and (not named or one.entry in named or len(places) == 1)


def _chia_fault(row: Mapping[str, Any], own: Sequence[Drafted]) -> str:
    named = _chia_heads(row)
    heads = [one for one in own if one.entry in named]
    if not heads:
        heads = [
            one
            for one in own
            if _names_it(row["head"], one)
            or _is_sex(row["head"])
            or row["head"].casefold() in row["criterion"][one.start : one.end].casefold()
        ]
    if not heads:
        return "fact"
    gold = gold_numbers([row["value"]])
    for one in heads:
        if one.values:
            steps = _values_of([row["value"]], one.entry)
            if steps and (
                set(steps) <= set(one.values)
                or re.search(r"[<>=≥≤]|\b(?:or|than|least)\b", row["value"])
            ):
                return ""
            continue
        if (one.numbers <= gold or gold <= one.numbers) and _same_direction(
            row["value"], one.operators
        ):
            return ""
    together = {number for one in heads for number in one.numbers}
    if together <= gold and {one.entry for one in heads} == {"systolic", "diastolic"}:
        return "" if _same_direction(row["value"], heads[0].operators) else "direction"
    return "direction" if any(one.numbers <= gold for one in heads) else "number"


# A reading of the gold's phrase by other means than the grammar's: by single words, lower case.
_DOWN: Final = re.compile(
    r"<|≤|˂|less|below|under|lower|younger|fewer|up to|at most|no more|not more|not exceed|maximum|"
    r"or younger|within|smaller|no greater|not greater|not older|no older|until"
)
_UP: Final = re.compile(
    r">|≥|greater|more|above|over|higher|older|at least|minimum|exceed|from|no less|not less|\+|"
    r"elder"
)


def _same_direction(value: str, operators: frozenset[str]) -> bool:
    text = value.casefold()
    for phrase in (
        "no more than",
        "not more than",
        "no greater than",
        "not greater than",
        "no older than",
        "not older than",
        "not exceed",
        "no higher than",
    ):
        text = text.replace(phrase, "<")
    for phrase in ("no less than", "not less than", "less than or", "no lower than"):
        text = text.replace(phrase, ">" if phrase.startswith("no") else "<")
    down, up = bool(_DOWN.search(text)), bool(_UP.search(text))
    lower, upper = {"at_least", "above"}, {"at_most", "below"}
    if not down and not up:
        return len(operators) == 2
    if (down and up) or re.search(r"\d\s*(?:-|–|to|and)\s*[<>≤≥=]*\s*\d", text):
        return True
    return bool(operators & (upper if down else lower))


def score_interpreter(rows: Sequence[dict[str, Any]]) -> Score:
    """Relations written by hand as tests."""
    score = Score(name="interpreter tests", rows=len(rows))
    for row in rows:
        draft = draft_criterion(row["text"], "inclusion")
        own = drafted(draft)
        if not own:
            score.missed += 1
            continue
        fault = _tree_fault(row, draft, own)
        if fault:
            score.wrong.append(
                Wrong(
                    key=f"interpreter {row['test']}",
                    what=fault,
                    text=f"{row['text']} || {row['join']} {row['relations']} || {own}",
                )
            )
        else:
            score.right += 1
    return score


def _tree_fault(row: Mapping[str, Any], draft: Draft, own: Sequence[Drafted]) -> str:
    left = list(own)
    for relation in row["relations"]:
        hit = next((one for one in left if _same_relation(relation, one)), None)
        if hit is None:
            return f"relation {relation['name']}"
        left.remove(hit)
    if left:
        return "more than the gold has"
    if len(row["relations"]) > 1 and draft.node is not None:
        joined = "any" if "any" in draft.node.rule.model_fields_set else "all"
        if joined != {"and": "all", "or": "any"}[row["join"]]:
            return "join"
    return ""


_INTERPRETER: Final = {
    "a1c": "hba1c",
    "wbc": "white_cells",
    "triglyceride_level": "triglycerides",
    "fasting_triglyceride_level": "fasting_triglycerides",
    "ast/alt_ratio": "ast_alt_ratio",
}


def _same_relation(relation: Mapping[str, Any], one: Drafted) -> bool:
    name = relation["name"]
    known = _INTERPRETER.get(name, name)
    if one.entry != known and one.entry not in entries_named(name.replace("_", " ")):
        return False
    if relation["variableType"] == "ordinal":
        return set(relation["value"]) == set(one.values)
    gold: dict[str, Fraction] = {}
    if lower := relation.get("lower"):
        gold["at_least" if lower["incl"] else "above"] = Fraction(Decimal(lower["value"]))
    if upper := relation.get("upper"):
        gold["at_most" if upper["incl"] else "below"] = Fraction(Decimal(upper["value"]))
    values = set(gold.values())
    scaled = {value / 10**9 for value in values}
    same = set(one.numbers) in (values, scaled, {value / 10**6 for value in values})
    return same and set(one.operators) == set(gold)


def share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({100 * part / whole:.1f}%)" if whole else "0 of 0"
