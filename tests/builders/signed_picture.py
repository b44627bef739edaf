"""A picture with a C2PA manifest, signed by a camera and a root that exist for the tests alone."""

import json
from datetime import UTC, datetime, timedelta
from io import BytesIO

import c2pa
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from PIL import Image

CAPTURED = "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"
MANIFEST = {
    "claim_generator_info": [{"name": "test camera", "version": "1"}],
    "title": "a test picture",
    "assertions": [
        {
            "label": "c2pa.actions",
            "data": {"actions": [{"action": "c2pa.created", "digitalSourceType": CAPTURED}]},
        }
    ],
}


def _name(words: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, words),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Test newsroom"),
        ]
    )


def _usage(*, root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(not root, False, False, False, False, root, root, False, False)


def credentials() -> tuple[bytes, bytes]:
    """The chain, camera first, and the camera's key, both PEM."""
    start = datetime(2025, 1, 1, tzinfo=UTC)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())

    def certificate(words: str, public: ec.EllipticCurvePublicKey, *, root: bool) -> x509.Certificate:
        made = (
            x509.CertificateBuilder()
            .subject_name(_name(words))
            .issuer_name(_name("Test root"))
            .public_key(public)
            .serial_number(1 if root else 2)
            .not_valid_before(start)
            .not_valid_after(start + timedelta(days=36500))
            .add_extension(x509.BasicConstraints(root, None), True)
            .add_extension(_usage(root=root), True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), False)
        )
        if not root:
            made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), False)
        return made.sign(root_key, hashes.SHA256())

    chain = [
        certificate("Test camera", key.public_key(), root=False),
        certificate("Test root", root_key.public_key(), root=True),
    ]
    pem = b"".join(one.public_bytes(Encoding.PEM) for one in chain)
    return pem, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def signed_picture(remote: str | None = None) -> bytes:
    """A small JPEG.

    :param remote: an address at which the manifest is said to lie, instead of in the file.
    """
    source, made = BytesIO(), BytesIO()
    Image.new("RGB", (64, 48), "grey").save(source, "JPEG")
    source.seek(0)
    chain, key = credentials()
    info = c2pa.C2paSignerInfo(alg=b"es256", sign_cert=chain, private_key=key, ta_url=None)
    builder = c2pa.Builder(json.dumps(MANIFEST))
    if remote is not None:
        builder.set_remote_url(remote)
        builder.set_no_embed()
    builder.sign(c2pa.Signer.from_info(info), "image/jpeg", source, made)
    return made.getvalue()
