"""A channel as Telegram Desktop exports it: `result.json`, `photos/`, `video_files/`.

The layout and the wording for absent files are the exporter's. So is one fault: it writes a control
character as `\\x0B`, which JSON does not know.
"""

import json
from datetime import datetime, timedelta, timezone
from typing import Any

from evidence_set import words

ABSENT = "(File not included. Change data exporting settings to download.)"
VIDEO = "video_files/video_2024-10-01_19-22-40.mp4"
THUMB = VIDEO + "_thumb.jpg"
PHOTO = "photos/photo_1@02-10-2024_08-05-10.jpg"
LOST = "video_files/video_2022-11-21_10-02-00.mp4"

ZONE = timezone(timedelta(hours=3))
"""Where the exporting computer stood."""

Message = dict[str, Any]
Text = str | list[str | dict[str, str]]


def _at(words_: str, label: str = "date") -> Message:
    """The exporter writes the time of its own computer without a zone, and the instant in seconds as a text."""
    moment = datetime.fromisoformat(words_).replace(tzinfo=ZONE)
    return {label: moment.strftime("%Y-%m-%dT%H:%M:%S"), f"{label}_unixtime": str(int(moment.timestamp()))}


def _message(number: int, at: str, text: Text, **more: object) -> Message:
    parts = [text] if isinstance(text, str) else text
    entities = [{"type": "plain", "text": p} if isinstance(p, str) else p for p in parts if p]
    named: Message = {"from": words.CHANNEL, "from_id": f"channel{words.CHANNEL_ID}"}
    return (
        {"id": number, "type": "message"} | _at(at) | named | more | {"text": text, "text_entities": entities}
    )


def messages(video: bytes) -> list[Message]:
    """The channel's messages, oldest first.

    :param video: the clip that is among the files.
    """
    moved = {"mime_type": "video/mp4", "duration_seconds": 8, "width": 320, "height": 180}
    lead, linked, between, rest = words.POST_LINK
    mixed: Text = [
        lead,
        {
            "type": "text_link",
            "text": linked,
            "href": "https://harbour-wire.example/2024/10/02/ombudsman-addresses-un",
        },
        between,
        {"type": "bold", "text": rest},
    ]
    created = {"id": 1, "type": "service"} | _at("2022-11-01T08:00:00")
    created |= {"actor": words.CHANNEL, "actor_id": f"channel{words.CHANNEL_ID}", "action": "create_channel"}
    created |= {"title": words.CHANNEL, "text": "", "text_entities": []}
    lost = {"file": LOST, "file_name": "clip.mp4", "media_type": "video_file", **moved}
    kept = {"file": VIDEO, "file_name": "clip.mp4", "file_size": len(video), "thumbnail": THUMB}
    return [
        created,
        _message(17, "2022-11-21T10:02:00", words.POST_MAKIIVKA, **lost),
        _message(41, "2024-10-01T19:22:40", words.POST_POKROVSK, **kept, media_type="video_file", **moved),
        _message(42, "2024-10-02T08:05:10", words.POST_MAP, photo=PHOTO, width=320, height=180),
        _message(43, "2024-10-02T10:11:00", mixed),
        _message(
            44,
            "2024-10-02T12:40:00",
            words.POST_FORWARD,
            forwarded_from=words.FORWARDED,
            forwarded_from_id="channel1900000588",
        ),
        _message(45, "2024-10-03T07:00:00", "", photo=ABSENT, width=1280, height=720),
        _message(
            46,
            "2024-10-03T09:30:00",
            words.POST_REPLY,
            **_at("2024-10-03T09:41:12", "edited"),
            reply_to_message_id=41,
        ),
        {"id": 47, "type": "unsupported"},
    ]


def result(video: bytes) -> bytes:
    """`result.json` as the exporter writes it, its fault included."""
    channel = {
        "name": words.CHANNEL,
        "type": "public_channel",
        "id": words.CHANNEL_ID,
        "messages": messages(video),
    }
    return json.dumps(channel, indent=1, ensure_ascii=False).replace("\\u000b", "\\x0B").encode()
