"""The questions on one sheet of paper, with lines to write the answers on."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Final

from data.dates import day_in_words
from data.views.questions import DoctorQuestion, QuestionGroup, QuestionsInfo

# The height of A4 without its margins is shared out among the questions, so that a short list has
# more room to write and a long one still stands on one page.
_STYLE: Final = """
@page { size: A4; margin: 11mm 13mm }
* { box-sizing: border-box }
body { font: 9pt/1.25 system-ui, sans-serif; color: #0e1922; margin: 0 auto; max-width: 184mm;
  min-height: 272mm; display: flex; flex-direction: column }
h1 { font-size: 15pt; margin: 0 }
p { margin: .6mm 0 }
h2 { font-size: 10pt; margin: 2.5mm 0 0; break-after: avoid }
ol { margin: 0; padding: 0 0 0 6mm; flex: var(--share); display: flex; flex-direction: column }
li { flex: 1; min-height: 11.5mm; border-bottom: .5pt solid #8796a3; padding-top: .8mm;
  break-inside: avoid; overflow-wrap: anywhere }
li::marker { font-weight: bold }
strong { display: block }
.why, footer { font-size: 7.5pt; color: #3f4d58 }
footer { margin-top: 2mm }
@media screen { body { padding: 8mm; font-size: 11pt } .why, footer { font-size: 9.5pt } }
"""
# A line of small print across the page.
_WHY_LENGTH: Final = 125
_ASK_LENGTH: Final = 150
_TITLE_LENGTH: Final = 220


def questions_html(info: QuestionsInfo, *, day: date, app_version: str) -> str:
    """Write the questions as a page of HTML that needs nothing else and prints on one A4.

    Args:
        info: the questions.
        day: on which the page is made.
        app_version: of the app that writes.
    """
    of_day = (
        day_in_words(date.fromisoformat(info.record_date)) if info.record_date else "unknown date"
    )
    start, lists = 1, []
    for group in info.groups:
        lists.append(_group(group, start))
        start += len(group.questions)
    made = (
        f"{info.nct_id}, record of {of_day} · made on {day_in_words(day)} · Trial Explorer "
        f"{app_version} · This page holds no answers. Not medical advice."
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Questions for my doctor {escape(info.nct_id)}</title>
<style>{_STYLE}</style>
</head>
<body>
<h1>Questions for my doctor</h1>
<p>{escape(shortened(info.title, _TITLE_LENGTH))}</p>
{"".join(lists)}
{f"<p>{escape(more_in_words(info.more))}</p>" if info.more else ""}
<footer>{escape(made)}</footer>
</body>
</html>
"""


def more_in_words(more: int) -> str:
    """Say how many criteria are open beside those that are asked about."""
    if more == 1:
        return "1 more criterion is open. It is on the page Eligibility."
    return f"{more} more criteria are open. They are on the page Eligibility."


def shortened(text: str, length: int) -> str:
    """Cut a text after a whole sentence, or after a whole word where the first is too long.

    Args:
        text: the text; white space is made even.
        length: the most characters to keep, the sign for what is left out included.
    """
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    sentence = line.rfind(". ", 0, length - 1)
    if sentence > length // 3:
        return f"{line[: sentence + 1]} …"
    word = line.rfind(" ", 0, length)
    return f"{line[: word if word > 0 else length - 1]}…"


def _group(group: QuestionGroup, start: int) -> str:
    items = "".join(map(_item, group.questions))
    return (
        f'<h2>{escape(group.heading)}</h2>\n<ol start="{start}" '
        f'style="--share: {len(group.questions)}">{items}</ol>\n'
    )


def _item(question: DoctorQuestion) -> str:
    return (
        f"<li><strong>{escape(shortened(question.ask, _ASK_LENGTH))}</strong>"
        f'<span class="why">{escape(shortened(question.because, _WHY_LENGTH))}</span></li>'
    )
