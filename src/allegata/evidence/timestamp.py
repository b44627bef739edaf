"""Time stamps of a third party (RFC 3161), over bytes: the request, and whether a reply fits it.

What is stamped is a SHA-256, nothing else; the authority learns no more than that. A reply counts when it
was granted, answers this very request (imprint and nonce), and is signed by a certificate that is made
for time stamps and leads to one of the root certificates given, each valid at the time stated.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from asn1crypto import cms, tsp
from cryptography import x509
from rfc3161_client import (
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from allegata.errors import Problem, Severity
from allegata.evidence.tokens import names_certificate

ODD = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError, x509.InvalidVersion)
"""What the parsers raise over bytes that are no time stamp, or were made to look like one."""
REMEDY = "Keep the checkpoint queued, and ask the authority, or another one, again."


@dataclass(frozen=True, slots=True)
class Token:
    """What a reply that fits says."""

    time: datetime  # UTC
    policy: str  # OID, dotted
    serial: str  # decimal
    tsa_name: str | None  # the subject of the certificate that signed


def request(imprint: bytes, nonce: int) -> bytes:
    """A request in DER: this SHA-256, this nonce, and the wish for the certificate."""
    wanted = {
        "version": "v1",
        "message_imprint": {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": imprint},
        "nonce": nonce,
        "cert_req": True,
    }
    return bytes(tsp.TimeStampReq(wanted).dump())


def imprint_of(reply: bytes) -> bytes | None:
    """The digest that a reply vouches for, unchecked; None when it is no reply with a token in it."""
    try:
        return bytes(_decoded(reply).tst_info.message_imprint.message)
    except ODD:
        return None


def certificates(pem: bytes) -> tuple[x509.Certificate, ...]:
    """The certificates of a PEM file, as they come.

    :raises ValueError: when there is none, or one cannot be read.
    """
    return tuple(x509.load_pem_x509_certificates(pem))


def is_root(certificate: x509.Certificate) -> bool:
    """Whether a certificate vouches for itself."""
    return certificate.issuer == certificate.subject


def verified(reply: bytes, asked: bytes, chain: Sequence[x509.Certificate], subject: str) -> Token | Problem:
    """What a reply says, when it fits the request and leads to a root of the chain.

    :param reply: TimeStampResp, DER.
    :param asked: TimeStampReq, DER.
    :param chain: roots and the certificates between, as a person vouched for them.
    :param subject: what a problem is about.
    """
    try:
        told = _decoded(reply)
        question = tsp.TimeStampReq.load(asked, strict=True).native
    except ODD as fault:
        return _problem("stamp_unreadable", subject, f"The reply is no time stamp ({fault})")
    if told.status != 0:  # also "granted with modifications": nobody asked for any
        words = "; ".join(told.status_string) or f"status {told.status}"
        return _problem("stamp_refused", subject, f"The authority refused the request ({words})")
    try:
        info = told.tst_info
        if bytes(info.message_imprint.message) != question["message_imprint"]["hashed_message"]:
            return _problem("stamp_of_another", subject, "The time stamp is over other bytes")
        if info.nonce != question["nonce"]:
            return _problem("stamp_of_another", subject, "The time stamp answers another request (nonce)")
        roots = [each for each in chain if is_root(each)]
        between = [each for each in chain if not is_root(each)]
        builder = VerifierBuilder(roots=roots, intermediates=between, nonce=info.nonce)
        builder.build().verify(told, bytes(question["message_imprint"]["hashed_message"]))
        signer = _signer(told.time_stamp_token())
    except (VerificationError, *ODD) as fault:
        return _problem("stamp_not_verified", subject, f"The time stamp does not hold ({fault})")
    if signer is None:
        what = "The time stamp does not name the certificate that signed it (RFC 5035)"
        return _problem("stamp_not_verified", subject, what)
    return Token(
        info.gen_time.astimezone(UTC),
        info.policy.dotted_string,
        str(info.serial_number),
        signer.subject.rfc4514_string() or None,
    )


def _decoded(reply: bytes) -> TimeStampResponse:
    """A reply taken apart.

    Several authorities, those made with openssl among them, list their certificates in an order that
    strict DER does not allow (X.690 11.6). The list is outside of what is signed; it is put in order first.

    :raises ValueError: when it is no reply.
    """
    try:
        return decode_timestamp_response(reply)
    except ValueError:
        try:
            return decode_timestamp_response(_in_order(reply))
        except ODD as fault:
            raise ValueError(f"it cannot be taken apart: {fault}") from None


def _in_order(reply: bytes) -> bytes:
    """The same reply with its list of certificates as strict DER has it."""
    whole = tsp.TimeStampResp.load(reply, strict=True)
    content = whole["time_stamp_token"]["content"]
    listed = sorted(each.dump() for each in content["certificates"])
    content["certificates"] = cms.CertificateSet([cms.CertificateChoices.load(each) for each in listed])
    return bytes(whole.dump())


def _signer(token: bytes) -> x509.Certificate | None:
    """The certificate that signed a token, if the signed attributes name it."""
    content = cms.ContentInfo.load(token)["content"]
    (info,) = content["signer_infos"]
    attributes = {each["type"].native: each["values"][0].native for each in info["signed_attrs"]}
    held = (x509.load_der_x509_certificate(choice.chosen.dump()) for choice in content["certificates"])
    return next((each for each in held if names_certificate(attributes, each)), None)


def _problem(code: str, subject: str, what: str) -> Problem:
    return Problem(code, subject, what, REMEDY, Severity.PARTIAL)
