"""Write the one PDF among the example reports: a plain page of text, made without any library.

    python3 examples/make_pdf.py

The same text always gives the same bytes.
"""

from pathlib import Path

TARGET = Path(__file__).resolve().parent / "reports" / "wad-al-noura-open-ground.pdf"
WIDTH = 92  # characters a line at this size

TITLE = "Briefing note: attack on the village of Wad al-Noura"
PARAGRAPHS = (
    "Open Ground, research notes, 11 June 2024",
    "A local resistance committee said that fighters of the Rapid Support Forces killed at least 104 people "
    "in the village of Wad al-Noura in Gezira state on 5 June 2024, and wounded hundreds. The committee had "
    "first spoken of at least 100 dead.",
    "The Rapid Support Forces said on the following day that they had fought against army troops near the "
    "village. The Rapid Support Forces denied that they had killed civilians.",
    "Open Ground examined two videos of a burial. The research group confirmed that both were filmed at the "
    "mosque of Wad al-Noura. It could not verify the time of the recordings, and it could not verify the "
    "number of dead.",
    "The UN children's agency said it had received reports that at least 35 children were among those killed.",
    "Sudan's army said that it would answer the attack. Open Ground is not aware of any criminal case.",
)


def lines(paragraphs: tuple[str, ...]) -> list[str]:
    """Break paragraphs into lines of at most WIDTH characters, an empty line between them."""
    out: list[str] = []
    for paragraph in paragraphs:
        line = ""
        for word in paragraph.split():
            if len(line) + 1 + len(word) > WIDTH:
                out.append(line)
                line = word
            else:
                line = f"{line} {word}".strip()
        out += [line, ""]
    return out


def content(title: str, paragraphs: tuple[str, ...]) -> bytes:
    """The page's drawing commands."""
    escaped = [
        text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)") for text in lines(paragraphs)
    ]
    body = "\n".join(f"({text}) Tj T*" for text in escaped)
    return f"BT /F2 16 Tf 56 770 Td ({title}) Tj /F1 11 Tf 15 TL 0 -34 Td\n{body}\nET".encode("ascii")


def pdf(title: str = TITLE, paragraphs: tuple[str, ...] = PARAGRAPHS) -> bytes:
    """A PDF 1.4 file of one page with its cross-reference table (ISO 32000-1, 7.5)."""
    stream = content(title, paragraphs)
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R "
        b"/Resources << /Font << /F1 4 0 R /F2 5 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Title (%s) >>" % title.encode("ascii"),
    )
    out = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info 7 0 R >>\n" % (len(objects) + 1)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


if __name__ == "__main__":
    TARGET.write_bytes(pdf())
