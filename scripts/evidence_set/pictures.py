"""Drawn pictures: a test landscape with a clock and a sign, another place, a sketch map. Nobody is in them."""

import io
import math

import numpy as np
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

WIDTH, HEIGHT = 320, 180
WIDE = 640  # the landscape is wider than a picture of it: the view moves along it

DEVICE = ("allegata test camera", "Model 1")
STATED_TIME = "2024:10:01 07:58:12"
"""What the drawn photograph says of its own time: a claim like any other, and here an invented one."""


def _grain(seed: int, width: int, height: int, cell: int) -> Image.Image:
    """Smooth grain between 0 and 255; `cell` is the size of its spots in pixels."""
    chance = np.random.Generator(np.random.PCG64(seed))
    small = chance.integers(0, 256, (height // cell + 2, width // cell + 2), dtype=np.uint8)
    return Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)


def _coloured(grain: Image.Image, dark: tuple[int, int, int], light: tuple[int, int, int]) -> Image.Image:
    share = np.asarray(grain, dtype=np.float32)[:, :, None] / 255
    low, high = np.array(dark, dtype=np.float32), np.array(light, dtype=np.float32)
    return Image.fromarray((low + (high - low) * share).astype(np.uint8))


def landscape() -> Image.Image:
    """Hills, a road, trees, a barn: 640 × 180, always the same."""
    picture = _coloured(_grain(1, WIDE, HEIGHT, 40), (146, 176, 206), (206, 220, 232))
    draw = ImageDraw.Draw(picture)
    for base, swing, length, colour in ((92, 14, 210, (108, 128, 118)), (108, 9, 130, (92, 116, 88))):
        ridge = [(x, base - swing * math.sin(x / length * math.pi)) for x in range(0, WIDE + 8, 8)]
        draw.polygon([*ridge, (WIDE, HEIGHT), (0, HEIGHT)], fill=colour)
    field = _coloured(_grain(2, WIDE, 76, 6), (104, 112, 62), (178, 168, 104))
    picture.paste(field, (0, 104))
    draw.polygon([(0, 158), (WIDE, 138), (WIDE, 150), (0, 174)], fill=(128, 122, 114))
    for x in range(0, WIDE, 32):
        y = 166 - x * 20 // WIDE
        draw.line([(x, y), (x + 14, y)], fill=(226, 222, 208), width=2)
    places = np.random.Generator(np.random.PCG64(3)).integers(0, WIDE, 30)
    for number, x in enumerate(int(place) for place in places):
        tall = 10 + number * 7 % 16
        draw.rectangle([x - 1, 112, x + 1, 122], fill=(84, 66, 50))
        draw.ellipse([x - tall // 2, 114 - tall, x + tall // 2, 116], fill=(54, 84 + number % 5 * 8, 52))
    draw.polygon([(388, 112), (388, 84), (420, 68), (452, 84), (452, 112)], fill=(150, 88, 70))
    draw.rectangle([410, 92, 430, 112], fill=(70, 52, 44))
    return picture


def harbour() -> Image.Image:
    """Water, a quay, cranes under a dark sky: another place altogether, 640 × 180."""
    picture = _coloured(_grain(11, WIDE, HEIGHT, 60), (28, 34, 58), (74, 66, 92))
    picture.paste(_coloured(_grain(12, WIDE, 84, 4), (14, 40, 62), (66, 110, 132)), (0, 96))
    draw = ImageDraw.Draw(picture)
    draw.rectangle([0, 88, WIDE, 98], fill=(92, 90, 88))
    for x in range(40, WIDE, 118):
        draw.rectangle([x, 30, x + 5, 88], fill=(196, 170, 60))
        draw.line([(x - 34, 42), (x + 64, 34)], fill=(196, 170, 60), width=4)
        draw.line([(x + 52, 36), (x + 52, 70)], fill=(210, 210, 210), width=1)
    for x in range(12, WIDE, 46):
        colour = ((150, 60, 50), (60, 90, 140), (70, 120, 80))[x // 46 % 3]
        draw.rectangle([x, 72, x + 34, 88], fill=colour)
    return picture


def lettered(picture: Image.Image, words: str, at: tuple[int, int], size: int = 13) -> None:
    """Write on a picture, black on a pale board."""
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(size)
    box = draw.textbbox(at, words, font=font)
    draw.rectangle(
        [box[0] - 5, box[1] - 4, box[2] + 5, box[3] + 4], fill=(236, 232, 214), outline=(60, 60, 60)
    )
    draw.text(at, words, font=font, fill=(24, 24, 24))


def clock(picture: Image.Image, seconds: float, at: tuple[int, int], radius: int = 17) -> None:
    """Draw a clock face whose hand goes round once in sixty seconds."""
    draw = ImageDraw.Draw(picture)
    x, y = at
    draw.ellipse(
        [x - radius, y - radius, x + radius, y + radius], fill=(240, 240, 236), outline=(40, 40, 40), width=2
    )
    for mark in range(12):
        angle = mark * math.pi / 6
        near, far = radius - 5, radius - 3
        draw.line(
            [
                (x + near * math.sin(angle), y - near * math.cos(angle)),
                (x + far * math.sin(angle), y - far * math.cos(angle)),
            ],
            fill=(40, 40, 40),
        )
    angle = seconds * math.pi / 30
    tip = (x + (radius - 4) * math.sin(angle), y - (radius - 4) * math.cos(angle))
    draw.line([(x, y), tip], fill=(170, 40, 30), width=2)


def photograph() -> Image.Image:
    """The sign and the barn, as one picture taken with the test camera."""
    picture = landscape().crop((250, 0, 570, HEIGHT))
    lettered(picture, "TEST FOOTAGE  Site 7", (96, 120))
    clock(picture, 20, (40, 40))
    return picture


def sketch_map() -> Image.Image:
    """Two roads, a village and a scale bar that means nothing."""
    picture = Image.new("RGB", (240, 180), (238, 234, 220))
    draw = ImageDraw.Draw(picture)
    draw.line([(0, 130), (90, 110), (240, 60)], fill=(170, 120, 80), width=4)
    draw.line([(150, 0), (120, 100), (160, 180)], fill=(170, 120, 80), width=3)
    draw.ellipse([60, 60, 100, 90], fill=(170, 196, 140))
    for x, y in ((110, 92), (126, 96), (118, 108), (134, 84)):
        draw.rectangle([x, y, x + 9, y + 6], fill=(120, 110, 110))
    draw.rectangle([12, 164, 62, 167], fill=(40, 40, 40))
    draw.text((12, 146), "sketch, no scale", font=ImageFont.load_default(11), fill=(40, 40, 40))
    return picture


# --- files ----------------------------------------------------------------------------------------


def _exif(stated: str, description: str) -> Image.Exif:
    tags = Image.Exif()
    tags[0x010E] = description
    tags[0x010F], tags[0x0110] = DEVICE
    tags[0x0131] = "examples/make_evidence.py"
    tags[0x0132] = stated
    tags.get_ifd(0x8769).update({0x9003: stated, 0x9011: "+03:00", 0xA002: WIDTH, 0xA003: HEIGHT})
    return tags


XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
    b'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmp:CreatorTool="allegata test camera" '
    b'xmp:CreateDate="2024-10-01T07:58:12+03:00" photoshop:Credit="example desk"/></rdf:RDF></x:xmpmeta>'
)


def jpeg(picture: Image.Image, quality: int, described: str | None = None) -> bytes:
    """A JPEG; with EXIF and XMP that we made up when `described` says what it shows, bare otherwise."""
    out = io.BytesIO()
    if described is None:
        picture.save(out, "JPEG", quality=quality)
    else:
        picture.save(out, "JPEG", quality=quality, exif=_exif(STATED_TIME, described), xmp=XMP)
    return out.getvalue()


def png(picture: Image.Image, title: str) -> bytes:
    """A PNG with a title in a text chunk."""
    out = io.BytesIO()
    about = PngImagePlugin.PngInfo()
    about.add_text("Title", title)
    picture.save(out, "PNG", pnginfo=about, optimize=True)
    return out.getvalue()
