"""How many stills each person looked at, day by day, and the limit that they set themselves.

It lies in the office and in no casebook: it is for that person alone, and no measure of work (DOMAIN 6.1).
"""

from sqlalchemy import delete, insert, select, update

from allegata.store.office import Office
from allegata.store.officetables import EXPOSURE, LIMITS


class Exposure:
    """The records of one server."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def add(self, user: str, day: str, stills: int) -> int:
        """Count stills that were looked at; how many there are on that day now."""
        own = (EXPOSURE.c.user == user) & (EXPOSURE.c.day == day)
        with self._office.writing() as connection:
            row = connection.execute(select(EXPOSURE.c.stills).where(own)).first()
            number = (row.stills if row else 0) + stills
            if row:
                connection.execute(update(EXPOSURE).where(own).values(stills=number))
            else:
                connection.execute(insert(EXPOSURE), {"user": user, "day": day, "stills": number})
            return int(number)

    def days(self, user: str, most: int = 30) -> tuple[tuple[str, int], ...]:
        """The last days on which somebody looked, newest first, with the number of stills."""
        query = select(EXPOSURE.c.day, EXPOSURE.c.stills).where(EXPOSURE.c.user == user)
        with self._office.reading() as connection:
            rows = connection.execute(query.order_by(EXPOSURE.c.day.desc()).limit(most)).all()
        return tuple((row.day, row.stills) for row in rows)

    def on(self, user: str, day: str) -> int:
        """Stills on one day."""
        query = select(EXPOSURE.c.stills).where(EXPOSURE.c.user == user, EXPOSURE.c.day == day)
        with self._office.reading() as connection:
            row = connection.execute(query).first()
        return int(row.stills) if row else 0

    def limit(self, user: str) -> int | None:
        """The daily limit that somebody set; None: none was set."""
        with self._office.reading() as connection:
            row = connection.execute(select(LIMITS.c.stills).where(LIMITS.c.user == user)).first()
        return int(row.stills) if row else None

    def set_limit(self, user: str, stills: int) -> None:
        """Set it."""
        with self._office.writing() as connection:
            connection.execute(delete(LIMITS).where(LIMITS.c.user == user))
            connection.execute(insert(LIMITS), {"user": user, "stills": stills})
