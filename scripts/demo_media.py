"""Makes the film, the recordings and the document of the demo: `python -m scripts.demo_media`.

They lie in the repository, so nobody needs this but who changes them. It asks for `ffmpeg` and
`espeak-ng`; the words that are spoken are the transcripts in `newsroom.toml`.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from PIL import Image

from broadsheet.demo import content_files
from broadsheet.demo.pictures import sea
from broadsheet.demo.pictures.canvas import SUPER, Canvas

MEDIA = Path(content_files.__file__).parent / "content" / "media"

SECONDS, RATE = 12, 12


# ---- the film ---------------------------------------------------------------------------


def film(target: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for number in range(SECONDS * RATE):
            frame(number / (SECONDS * RATE)).save(f"{folder}/{number:03}.png")
        horn = (
            "sine=frequency=146:duration=12,volume='0.35*between(t,4,6)+0.35*between(t,6.6,7.6)':eval=frame"
        )
        run(
            *("ffmpeg", "-framerate", str(RATE), "-i", f"{folder}/%03d.png"),
            *("-f", "lavfi", "-i", "anoisesrc=color=brown:amplitude=0.25:duration=12:seed=7"),
            *("-f", "lavfi", "-i", horn, "-filter_complex", "[1][2]amix=inputs=2:duration=first[sound]"),
            *("-map", "0:v", "-map", "[sound]", "-c:v", "libx264", "-preset", "veryslow", "-crf", "29"),
            *("-pix_fmt", "yuv420p", "-c:a", "aac", "-ac", "1", "-b:a", "40k"),
            *("-movflags", "+faststart", "-map_metadata", "-1", "-fflags", "+bitexact", str(target)),
        )


def frame(at: float) -> Image.Image:
    canvas = Canvas(640, 360, 11)
    sea.crossing(canvas, at)
    return canvas.image.reduce(SUPER)


# ---- recordings and document --------------------------------------------------------------


def recording(words: str, target: Path) -> None:
    """Spoken by a machine; the caption in the page says so."""
    with tempfile.TemporaryDirectory() as folder:
        run("espeak-ng", "-v", "de", "-s", "158", "-g", "4", "-w", f"{folder}/words.wav", words)
        run(
            *("ffmpeg", "-i", f"{folder}/words.wav", "-ac", "1", "-ar", "22050", "-b:a", "24k"),
            *("-map_metadata", "-1", "-fflags", "+bitexact", "-id3v2_version", "0", str(target)),
        )


def document(lines: list[str]) -> bytes:
    """One page of A4 in a font that every reader of PDF brings along (ISO 32000-1, 9.6.2.2)."""
    shown = [f"({line.replace('(', chr(92) + '(').replace(')', chr(92) + ')')}) Tj T*" for line in lines]
    text = "\n".join(["BT /F1 12 Tf 17 TL 64 770 Td", *shown, "ET"]).encode("cp1252")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (de-DE) /ViewerPreferences << /DisplayDocTitle true >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources 6 0 R /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return body + head % (len(objects) + 1, table, len(objects) + 1, len(body))


def run(program: str, *words: str) -> None:
    quiet = ("-hide_banner", "-loglevel", "error", "-y") if program == "ffmpeg" else ()
    subprocess.run([program, *quiet, *words], check=True)


def main() -> None:
    MEDIA.mkdir(exist_ok=True)
    for each in content_files.newsroom().media:
        target = MEDIA / each.file
        if target.suffix == ".mp4":
            film(target)
        elif target.suffix == ".mp3":
            recording(each.transcript, target)
        else:
            target.write_bytes(document(each.transcript.strip().split("\n")))
        print(f"{target.name}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main()
