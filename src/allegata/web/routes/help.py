"""Help on every page: what it shows, what each word means, what can be done there."""

from typing import Any

from litestar import Response
from litestar.exceptions import NotFoundException

from allegata.web.rendering import TEMPLATES
from allegata.web.visit import Visit, page


@page("/help/{topic:str}", None)
def help_page(visit: Visit, topic: str) -> Response[Any]:
    """One page of help."""
    if not topic.isalpha() or not (TEMPLATES / "help" / f"{topic}.html.j2").is_file():
        raise NotFoundException("there is no help of this name")
    return visit.render(f"help/{topic}.html.j2")


HANDLERS = (help_page,)
