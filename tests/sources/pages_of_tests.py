# SPDX-License-Identifier: Apache-2.0
"""Documents about an invented truce, in every format that is read."""

from __future__ import annotations

import io
from email.message import EmailMessage

import docx

TITLE = "Truce holds in the Arden valley"
PARAGRAPHS = (
    "The two sides of the valley said on Friday that the truce at the bridge was kept, “word by word”, and nobody was hurt.",
    "Captain René Miller told reporters in the capital that his men had heard no shelling since the morning & would stay.",
    "She said so.",
    "The village council asked both of them to open the second bridge by Sunday, so that the market can be held again.",
)

HTML = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{TITLE} | Valley Post</title>
<meta property="og:site_name" content="Valley Post">
<meta property="article:published_time" content="2016-05-20T10:00:00+03:00">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{TITLE}",
 "author": {{"@type": "Person", "name": "Ann Weaver"}}, "datePublished": "2016-05-20"}}</script>
<style>p {{ margin: 0 }}</style></head>
<body><nav><ul><li><a href="/">Home</a><li><a href="/w">World</a></ul></nav>
<article><h1>{TITLE}</h1><p>By <b>Ann Weaver</b></p>
<figure><img src="b.jpg"><figcaption>The bridge in spring</figcaption></figure>
<p>{PARAGRAPHS[0].replace("“", "&ldquo;").replace("”", "&#8221;")}</p>
<p>Captain <a href="/m">Ren&eacute; Miller</a> told reporters in the capital that his men had heard
   no shelling since the morning &amp; would stay.</p>
<h2>A second bridge</h2>
<p>She said so.</p>
<p>{PARAGRAPHS[3]}</p>
<p hidden>Nobody sees this sentence of the page at all.</p><noscript>Nor this one of the page.</noscript>
</article><footer>Copyright Valley Post</footer><script>var page = "<p>nor this</p>";</script></body></html>
"""

TEXT = (
    f"Home\nWorld\n\n{TITLE}\n\nBy Ann Weaver\n20 May 2016\n\n"
    + "\n\n".join(PARAGRAPHS)
    + "\n\nPost a comment\n"
)


def mail(*, html: bool = False, transfer: str = "quoted-printable") -> bytes:
    """An e-mail with the text in one part or in two."""
    message = EmailMessage()
    message["From"] = "Ann Weaver <ann@example.org>"
    message["Date"] = "Fri, 20 May 2016 10:00:00 +0300"
    message["Subject"] = TITLE
    message["List-Id"] = "Valley Post <post.example.org>"
    message["Message-ID"] = "<1@example.org>"
    if html:
        message.set_content(HTML, subtype="html", cte=transfer)
    else:
        message.set_content("\n\n".join(PARAGRAPHS) + "\n", cte=transfer)
        message.add_alternative(HTML, subtype="html")
        message.add_attachment(b"x", maintype="image", subtype="png", filename="bridge.png")
    return message.as_bytes()


def word(style: str = "Title", *, beneath: str = "", heading: str = "") -> bytes:
    """A Word file, with runs of its own for some words; with a line beneath its title, and a heading at its end."""
    document = docx.Document()
    document.add_paragraph(TITLE, style=style)
    if beneath:
        document.add_paragraph(beneath)
    for words in PARAGRAPHS:
        paragraph = document.add_paragraph()
        for number, piece in enumerate(words.split("the")):
            if number:
                paragraph.add_run("the").bold = True
            paragraph.add_run(piece)
    if heading:
        document.add_paragraph(heading, style="Heading 1")
        document.add_paragraph(PARAGRAPHS[0])
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def pdf(*pages: list[tuple[float, float, str]], locked: bool = False) -> bytes:
    """A small PDF: for each page the lines with their places from the left and from below."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        shown = "\n".join(f"BT /F1 12 Tf {x} {y} Td ({_escaped(words)}) Tj ET" for x, y, words in lines)
        objects.append(f"<< /Length {len(shown)} >>\nstream\n{shown}\nendstream")
        fonts = "/Resources << /Font << /F1 3 0 R >> >>"
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] {fonts} /Contents {len(objects)} 0 R >>"
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    objects.append("<< /CreationDate (D:20110318000000Z) /Title (Microsoft Word - x.doc) >>")
    trailer = f"/Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R"
    if locked:
        secret = "00" * 32
        objects.append(f"<< /Filter /Standard /V 1 /R 2 /O <{secret}> /U <{secret}> /P -4 >>")
        trailer += f" /Encrypt {len(objects)} 0 R /ID [<00> <00>]"
    out, offsets = "%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< {trailer} >>\nstartxref\n{len(out)}\n%%EOF\n"
    return out.encode("latin-1")


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def column(*lines: str, top: float = 700, left: float = 72) -> list[tuple[float, float, str]]:
    """Lines beneath each other; an empty one is a gap."""
    return [(left, top - 14 * number, words) for number, words in enumerate(lines) if words]
