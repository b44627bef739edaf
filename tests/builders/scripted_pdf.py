"""A PDF that would run scripts and open addresses in a program that lets it."""


def pdf_with_scripts(address: str) -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R /AA << /WC 6 0 R >> >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R /Annots [7 0 R] "
        b"/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length 61 >>\nstream\nBT /F 12 Tf 20 200 Td (Officials said that two were shot.) Tj ET\nendstream",
        f"<< /S /JavaScript /JS (app.launchURL\\('{address}/js'\\);) >>".encode(),
        b"<< /S /Launch /F (/bin/sh) /Win << /F (cmd.exe) >> >>",
        f"<< /Type /Annot /Subtype /Link /Rect [0 0 300 300] /A << /S /URI /URI ({address}/uri) >> >>".encode(),
    ]
    data, places = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = len(data)
    return (
        data
        + b"xref\n0 8\n0000000000 65535 f \n"
        + table
        + (b"trailer << /Size 8 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % end)
    )
