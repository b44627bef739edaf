"""What the reading tests need before the guard looks: models that come with libraries, loaded once."""

import pytest

from allegata.reading import language


@pytest.fixture(scope="session", autouse=True)
def language_model() -> None:
    """py3langid unpacks its model through a temporary file, the first time it is asked."""
    language.identify("The ministry said on Friday that it would answer the questions.")
