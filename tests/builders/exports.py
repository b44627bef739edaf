"""Exports as their programs write them, with texts of our own: Telegram Desktop, the auto-archiver, workbooks."""

import io
import json
import zipfile
from datetime import UTC, datetime

import openpyxl

CHANNEL = {"name": "Harbour Wire Video", "type": "public_channel", "id": 1900000417}
POST = (
    "The prosecutor's office said on Tuesday that soldiers had shot two captured servicemen "
    "near the village of Makiivka in the Luhansk region. The ministry denied it."
)


def at(day: int, hour: int = 9) -> dict[str, str]:
    """Both dates of a message, local time two hours ahead of UTC."""
    instant = datetime(2024, 5, day, hour, tzinfo=UTC)
    return {"date": f"2024-05-{day:02}T{hour + 2:02}:00:00", "date_unixtime": str(int(instant.timestamp()))}


def message(number: int, text: object = POST, day: int = 3, **more: object) -> dict[str, object]:
    """A message of the channel as the exporter writes it."""
    made: dict[str, object] = {"id": number, "type": "message", **at(day), "from": CHANNEL["name"]}
    made |= {"from_id": f"channel{CHANNEL['id']}", **more, "text": text}
    if isinstance(text, str):
        made["text_entities"] = [{"type": "plain", "text": text}] if text else []
    return made


def service(number: int, action: str = "create_channel") -> dict[str, object]:
    """A service message."""
    return {"id": number, "type": "service", **at(1), "action": action, "text": "", "text_entities": []}


def chat(*messages: object, **more: object) -> bytes:
    """`result.json` of one chat."""
    return json.dumps({**CHANNEL, **more, "messages": list(messages)}, ensure_ascii=False, indent=1).encode()


def account(*chats: dict[str, object], left: tuple[dict[str, object], ...] = ()) -> bytes:
    """`result.json` of a whole account."""
    about = "Here is the data you requested. Telegram keeps what it needs to work."
    data = {
        "about": about,
        "personal_information": {"user_id": 1, "first_name": "Anna", "phone_number": "+0"},
        "contacts": {"about": "", "list": [{"first_name": "Bohdan"}]},
        "chats": {"about": "", "list": list(chats)},
        "left_chats": {"about": "", "list": list(left)},
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def record(**more: object) -> dict[str, object]:
    """A record of the auto-archiver before its files were stored."""
    made: dict[str, object] = {
        "status": "generic_extractor: success",
        "metadata": {
            "_processed_at": "2024-05-04 10:00:00.120000+00:00",
            "url": "https://clips.example/watch/1182",
            "title": "Clip from Makiivka",
            "content": POST,
            "timestamp": "2024-05-03 16:20:05+00:00",
        },
        "media": [
            medium("/tmp/x/clip.mp4", hash="SHA-256:" + "ab" * 32, duration=8.0),
            medium("/tmp/x/picture.jpg", hash="SHA3-512:" + "cd" * 64, id="screenshot"),
            medium(
                "/tmp/x/hashes.txt",
                id="timestamped_hashes",
                timestamp_authority_files=[medium("/tmp/x/timestamp_token_tsa", tsa="https://tsa.example")],
            ),
        ],
    }
    return made | more


def medium(filename: str, key: str | None = None, **properties: object) -> dict[str, object]:
    """One medium of such a record."""
    urls = [key] if key else []
    return {"filename": filename, "_key": key, "urls": urls, "properties": properties, "_mimetype": None}


def workbook(*sheets: tuple[str, list[list[object]]], **more: object) -> bytes:
    """An XLSX file; `more` is set on the workbook (its epoch)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, value in more.items():
        setattr(book, name, value)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """A workbook's bytes, the same every time."""
    out = io.BytesIO()
    book.properties.created = book.properties.modified = datetime(2024, 5, 1)
    book.save(out)
    return steady(out.getvalue())


def steady(data: bytes, **replaced: bytes) -> bytes:
    """A ZIP with fixed times; parts whose name ends in a key (with `_` for `.`) get other bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = info.filename.rpartition("/")[2].replace(".", "_")
            new.writestr(
                zipfile.ZipInfo(info.filename, (2024, 5, 1, 0, 0, 0)), replaced.get(part, old.read(info))
            )
    return out.getvalue()
