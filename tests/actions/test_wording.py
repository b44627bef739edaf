"""No page is written that judges in the software's own words."""

import pytest

from allegata.actions.wording import checked, checked_templates, linter
from allegata.errors import VerdictInOwnWords


def test_a_page_that_judges_is_held_back() -> None:
    own = linter(["The ministry spoke of suspected terrorists."])
    with pytest.raises(VerdictInOwnWords, match=r"a\.html .*'guilty'"):
        checked("a.html", "<p>He is guilty</p>", own)
    with pytest.raises(VerdictInOwnWords, match=r"a\.j2 .*'guilty'"):
        checked_templates({"a.j2": "<p>{{ who }} is guilty</p>"})
    assert checked("a.html", "<p>He denies it</p>", own) == "<p>He denies it</p>"
