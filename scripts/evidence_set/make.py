"""The example evidence as a whole: which file is made of what, and where it lies."""

import argparse
from pathlib import Path

from evidence_set import archiver, posts, tables, web, words
from evidence_set.tone import tone

HERE = Path(__file__).resolve().parents[2] / "examples"
TARGET = HERE / "evidence"


def made_by_encoders() -> dict[str, bytes]:
    """Videos and pictures, encoded now."""
    from evidence_set import footage, pictures  # noqa: PLC0415 - they need encoders, which nothing else does

    sign = pictures.photograph()
    smaller = sign.resize((240, 135), pictures.Image.Resampling.LANCZOS)
    out = {f"footage/{name}": data for name, data in footage.videos().items()}
    out["images/sign.jpg"] = pictures.jpeg(sign, 88, "Test sign at a test barn")
    out["images/sign-as-shared.jpg"] = pictures.jpeg(smaller, 60)
    out["images/sketch-map.png"] = pictures.png(pictures.sketch_map(), "Sketch map, no scale")
    return out


ENCODED = (
    *(
        f"footage/{name}.mp4"
        for name in (
            "original", "re-encoded", "letterboxed", "mirrored", "logo", "cropped", "sub-clip", "faster", "unrelated"
        )
    ),
    *(f"images/{name}" for name in ("sign.jpg", "sign-as-shared.jpg", "sketch-map.png")),
)  # fmt: skip


def the_rest(media: dict[str, bytes]) -> dict[str, bytes]:
    """Everything that is put together around videos and pictures."""
    original, edited = media["footage/original.mp4"], media["footage/re-encoded.mp4"]
    sign, shared, sketch = (media[name] for name in ENCODED[-3:])
    note = tables.note_pdf()
    wire = (HERE / "reports" / "pokrovsk-harbour-wire.html").read_bytes()
    out = {
        "web/pokrovsk.warc.gz": web.pokrovsk(wire, sketch),
        "web/makiivka-cut.warc.gz": web.cut(),
        "web/makiivka.wacz": web.wacz(words.ONE_YARD, "2026-11-20T10:20:11Z", "makiivka"),
        "web/pokrovsk-wrong-digest.wacz": web.wacz(
            words.NO_NEW_CASE, "2026-11-20T10:24:50Z", "pokrovsk", wrong=True
        ),
        "telegram-export/result.json": posts.result(original),
        f"telegram-export/{posts.VIDEO}": original,
        f"telegram-export/{posts.THUMB}": shared,
        f"telegram-export/{posts.PHOTO}": sign,
        "feed.atom": tables.feed(),
        "links.csv": tables.links_csv(),
        "links.xlsx": tables.links_xlsx(),
        "letter.eml": tables.letter(
            {"barda-and-sotk.pdf": ("application/pdf", note), "sketch-map.png": ("image/png", sketch)}
        ),
        "barda-and-sotk.pdf": note,
        "stick.zip": web.zipped(
            {
                "stick/readme.txt": words.ZIP_NOTE.encode(),
                "stick/DCIM/IMG_0001.jpg": sign,
                "stick/DCIM/IMG_0002.jpg": shared,
                "stick/clip.mp4": media["footage/sub-clip.mp4"],
            }
        ),
        "footage/tone.wav": tone(),
    }
    stored = archiver.makiivka(edited, shared)
    handed = archiver.pokrovsk(media["footage/mirrored.mp4"], shared, noted=sign)
    return out | {f"auto-archiver/{path}": data for path, data in archiver.files(stored, handed).items()}


def main(about: str | None) -> int:
    """Write or check; the exit code says whether anything differed that was only to be checked.

    :param about: what the script says of itself.
    """
    parser = argparse.ArgumentParser(description=(about or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="only say what differs")
    parser.add_argument("--footage", action="store_true", help="encode videos and pictures anew")
    wanted = parser.parse_args()
    kept = all((TARGET / name).is_file() for name in ENCODED)
    if kept and not wanted.footage:
        media = {name: (TARGET / name).read_bytes() for name in ENCODED}
    else:
        media = made_by_encoders()
    files = media | the_rest(media)
    differing = [n for n, data in sorted(files.items()) if not _same(TARGET / n, data)]
    extra = sorted(
        path.relative_to(TARGET).as_posix()
        for path in TARGET.rglob("*")
        if path.is_file() and path.relative_to(TARGET).as_posix() not in files
    )
    for name in extra:
        print(f"not made here: {name}")
    for name in differing:
        print(f"differs: {name}" if wanted.check else f"written: {name} ({len(files[name]):,} bytes)")
        if not wanted.check:
            path = TARGET / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[name])
    print(f"{len(files)} files, {sum(map(len, files.values())):,} bytes")
    return 1 if wanted.check and (differing or extra) else 0


def _same(path: Path, data: bytes) -> bool:
    return path.is_file() and path.read_bytes() == data
