"""Whether a captured page holds content, or a login, a robot check or a notice that it is gone (DOMAIN 1.2).

A stored shell does not count as preserved. Only pages with next to nothing else on them are taken for one:
a report that mentions a login is a report.
"""

import re

from allegata.model.knowledge import Lexicon
from allegata.model.vocabulary import ContentPresent
from allegata.reading.furniture import matches

EMPTY = frozenset({ContentPresent.LOGIN_OR_BOT_WALL, ContentPresent.REMOVED})
"""What is never read: such a page is nobody's report."""
GLANCE = 1 << 17
"""First bytes of a page that are looked at when it comes in."""
ELSE = 60
"""Words of other lines than the wall's own up to which a page holds nothing else."""
SHORT_LINE = 6
"""Lines of up to so many words are menus and buttons."""
ENOUGH = 40
"""Words of lines that say something, from which on a page holds content."""
_UNSEEN = re.compile(r"(?is)<(script|style|noscript|template|svg)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)")
_BREAK = re.compile(
    r"(?i)</?(?:p|div|br|h[1-6]|li|tr|td|section|article|main|header|footer|title|button|a|form)\b[^<>]*>"
)
_TAG = re.compile(r"<[^<>]*>")
_LONGEST = 400


def glance(head: bytes) -> str:
    """The words of a page, roughly: enough to see whether there are any. No page is parsed for that.

    :param head: its first bytes, `GLANCE` of them at most.
    """
    page = head[:GLANCE].decode("utf-8", "replace")
    return _TAG.sub(" ", _BREAK.sub("\n", _UNSEEN.sub(" ", page)))


def content_present(text: str, lexicon: Lexicon) -> ContentPresent:
    """What the words of a page say of it; `not_checked` where they do not tell.

    :param text: lines of a page, its furniture included.
    :param lexicon: `walls`.
    """
    wall = gone = False
    said = 0
    for line in text.splitlines():
        plain = " ".join(line.lower().replace("\u2019", "'").split())
        if not plain:
            continue
        start = plain[:_LONGEST]
        is_wall = matches(lexicon, "wall_line", start) or matches(lexicon, "wall_any", start)
        is_gone = matches(lexicon, "gone_line", start) or matches(lexicon, "gone_any", start)
        wall, gone = wall or is_wall, gone or is_gone
        number = plain.count(" ") + 1
        if number > SHORT_LINE and not is_wall and not is_gone:
            said += number
        if said > ELSE:
            return ContentPresent.YES
    if gone:
        return ContentPresent.REMOVED
    if wall:
        return ContentPresent.LOGIN_OR_BOT_WALL
    return ContentPresent.YES if said >= ENOUGH else ContentPresent.NOT_CHECKED
