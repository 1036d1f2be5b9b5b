#!/usr/bin/env python3
"""Makes the signed PDFs of this folder, with made-up signers; needs `openssl`.

    python3 tests/signed/make.py

`once.pdf` is signed by a body; `twice.pdf` is the same, signed again by a clerk; in `changed.pdf` a page was
changed before the clerk signed. Run again only to change them: keys and times are new each time.
"""
import subprocess, tempfile
from pathlib import Path

HERE = Path(__file__).parent
HEX = 6000
BODY, CLERK = ("Ủy ban nhân dân xã Mẫu", "Tỉnh Mẫu"), ("Nguyễn Thị Thử", "Ủy ban nhân dân xã Mẫu")


def stream(text):
    content = f"BT /F1 14 Tf 72 760 Td ({text}) Tj ET"
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def update(file, objects, root="1 0 R"):
    """Appends objects and a cross-reference section, as ISO 32000-2, 7.5.6 has it."""
    body, places = bytearray(file or b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, text in objects.items():
        places[number] = len(body)
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table, before = len(body), file.rfind(b"startxref\n") if file else -1
    body += b"xref\n" + (b"" if file else b"0 1\n0000000000 65535 f \n")
    for number, place in places.items():
        body += f"{number} 1\n{place:010} 00000 n \n".encode()
    previous = f" /Prev {int(file[before + 10:].split()[0])}" if file else ""
    return bytes(body + f"trailer\n<< /Size 20 /Root {root}{previous} >>\nstartxref\n{table}\n%%EOF\n".encode())


def sign(file, objects, number, signer):
    """Appends objects and a signature over all of the file."""
    gap = "<" + "0" * HEX + ">"
    objects[number] = f"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /ByteRange [0 {'*' * 30}] /Contents {gap} >>"
    made = bytearray(update(file, objects))
    start = made.rindex(gap.encode())
    end = start + len(gap)
    ranges = f"{start} {end} {len(made) - end}]".ljust(31).encode()
    place = made.rindex(b"*" * 30)
    made[place:place + 31] = ranges
    with tempfile.TemporaryDirectory() as folder:
        run = lambda *command: subprocess.run(["openssl", *command], cwd=folder, check=True, capture_output=True).stdout
        name = f"/C=VN/O={signer[1]}/CN={signer[0]}"
        run("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-utf8", "-subj", name, "-days", "3650", "-keyout", "key", "-out", "certificate")
        (Path(folder) / "signed").write_bytes(made[:start] + made[end:])
        message = run("cms", "-sign", "-binary", "-md", "sha256", "-signer", "certificate", "-inkey", "key", "-in", "signed", "-outform", "DER")
    made[start + 1:start + 1 + len(message) * 2] = message.hex().encode()
    return bytes(made)


def field(name, value):
    return f"<< /Type /Annot /Subtype /Widget /FT /Sig /T ({name}) /V {value} 0 R /Rect [0 0 0 0] /P 3 0 R /F 132 >>"


def main():
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R /Annots [%s] >>"
    catalog = "<< /Type /Catalog /Pages 2 0 R /AcroForm << /SigFlags 3 /Fields [%s] >> >>"
    once = sign(b"", {1: catalog % "7 0 R", 2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", 3: page % "7 0 R", 4: stream("So: 12/UBND"),
                      5: "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", 7: field("Body", 6)}, 6, BODY)
    again = lambda file: sign(file, {1: catalog % "7 0 R 9 0 R", 3: page % "7 0 R 9 0 R", 9: field("Clerk", 8)}, 8, CLERK)
    (HERE / "once.pdf").write_bytes(once)
    (HERE / "twice.pdf").write_bytes(again(once))
    (HERE / "changed.pdf").write_bytes(again(update(once, {4: stream("So: 99/UBND")})))


main()
