"""C as the checkers see it: the text with comments and literals blanked out, so that
words in them are not taken for code. Lines and columns stay where they are."""

import re
from pathlib import Path

# A comment, a string or a character literal, whichever begins first.
_HIDDEN = re.compile(r"/\*.*?\*/|//[^\n]*|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'", re.DOTALL)


def _blank(match):
    return re.sub(r"[^\n]", " ", match.group())


def without_comments(text):
    """What `text` is without comments; strings stay, for #include needs them."""
    keep = lambda match: match.group() if match.group()[0] in "\"'" else _blank(match)
    return _HIDDEN.sub(keep, text)


def code_only(text):
    """What `text` is without comments, strings and characters."""
    return _HIDDEN.sub(_blank, text)


def line_of(text, position):
    return text.count("\n", 0, position) + 1


def c_files(folder):
    """All .c and .h files below a folder, in a stable order."""
    return sorted(path for path in Path(folder).rglob("*.[ch]") if path.is_file())
