r"""Undo the markdown escapes with which registries deliver text (`\>` stands for `>`)."""

import re

# CommonMark lets a backslash escape any ASCII punctuation, and nothing else.
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def plain_text(text: str) -> str:
    r"""Return the text as a person would read it: `\[68Ga\] \> 5` becomes `[68Ga] > 5`."""
    return _ESCAPE.sub(r"\1", text)
