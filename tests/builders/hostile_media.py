"""Media files made to harm what opens them: built here, byte by byte, from our own pictures."""

import io
import struct
import zlib
from pathlib import Path

from PIL import Image


def png_bomb(side: int = 50_000) -> bytes:
    """A valid PNG header that announces side × side pixels, and a few bytes of data."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 5_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def endless_gif(frames: int = 20_000) -> bytes:
    """A GIF of so many one-pixel frames, looped for ever."""
    head = b"GIF89a" + struct.pack("<HHBBB", 2000, 2000, 0xF0, 0, 0) + b"\0\0\0\xff\xff\xff"
    loop = b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
    frame = b"\x21\xf9\x04\x04\x01\0\0\0" + b"\x2c\0\0\0\0\x01\0\x01\0\0" + b"\x02\x02\x44\x01\0"
    return head + loop + frame * frames + b"\x3b"


def with_field(data: bytes, box: bytes, offset: int, value: bytes) -> bytes:
    """An MP4 in which one field of the first box of a name holds something else."""
    at = data.index(box) + 4 + offset
    return data[:at] + value + data[at + len(value) :]


def huge_dimensions(data: bytes) -> bytes:
    """An MP4 whose sample description announces 65535 × 65535 pixels."""
    return with_field(data, b"avc1", 24, struct.pack(">HH", 65535, 65535))


def many_frames(data: bytes) -> bytes:
    """An MP4 whose time table announces 2³¹ frames."""
    return with_field(data, b"stts", 8, struct.pack(">I", 0x7FFFFFFF))


def long_play(data: bytes) -> bytes:
    """An MP4 that says that it plays for a hundred years and more."""
    return with_field(data, b"mvhd", 16, struct.pack(">I", 0xFFFFFFFF))


def nested_matroska(depth: int = 5_000) -> bytes:
    """A Matroska file of tag elements within each other."""
    head = bytes.fromhex("1a45dfa3a342868101") + bytes.fromhex(
        "42f7810142f2810442f381084282886d6174726f736b61"
    )
    inside = b"\x67\xc8\x80"
    for _ in range(depth):
        inside = (
            b"\x67\xc8\x08" + struct.pack(">I", 0)[:0] + _size(len(inside)) + inside
            if len(inside) < 4
            else (b"\x67\xc8" + _size(len(inside)) + inside)
        )
    tags = b"\x12\x54\xc3\x67" + _size(len(inside)) + inside
    return head + b"\x18\x53\x80\x67" + _size(len(tags)) + tags


def _size(number: int) -> bytes:
    return struct.pack(">Q", number | 1 << 56)


PLAYLISTS = {
    "list.m3u8": "#EXTM3U\n#EXTINF:9,\n{secret}\n#EXTINF:9,\nhttp://127.0.0.1:9/x.ts\n#EXT-X-ENDLIST\n",
    "list.ffconcat": "ffconcat version 1.0\nfile '{secret}'\n",
    "pictures.sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96\n",
    "dash.mpd": '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><BaseURL>file://{secret}</BaseURL></Period></MPD>',
}
"""Files that tell a player to open other files or addresses."""

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
    '<script>alert(1)</script><image xlink:href="http://127.0.0.1:9/a.png"/></svg>'
)


def photo(path: Path, **options: object) -> Path:
    """A small JPEG with EXIF, XMP and nothing of anybody."""
    image = Image.effect_noise((320, 240), 90).convert("RGB")
    exif = image.getexif()
    exif[0x010F], exif[0x0110], exif[0x0132] = "Maker", "Model 1", "2024:05:06 07:08:09"
    exif.get_ifd(0x8825).update({1: "N", 2: (1.0, 2.0, 3.0)})
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif, **options)  # type: ignore[arg-type]
    path.write_bytes(target.getvalue())
    return path
