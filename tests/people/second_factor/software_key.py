"""A security key made of software: what a browser would send, right or wrong in any part."""

import json
import secrets
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256, Hash
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

ORIGIN = "http://localhost"  # browsers take this one for safe without https
Flag = AuthenticatorData.FLAG


def browser() -> Client:
    """A client at the address that the keys are bound to."""
    return Client(SERVER_NAME="localhost")


def options_in(page: Any) -> dict[str, Any]:
    """Return what the page asks of a key, as its script reads it."""
    text = page.content.decode()
    begin = text.index('<script id="js_data" type="application/json">')
    data = text[text.index(">", begin) + 1 : text.index("</script>", begin)]
    [options] = json.loads(data).values()
    return dict(options["publicKey"])


@dataclass
class SoftwareKey:
    """One key. ``origin`` is the site that its browser stands on."""

    origin: str = ORIGIN
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    secret: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    counter: int = 0

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer ``navigator.credentials.create``."""
        public = ES256.from_cryptography_key(self.secret.public_key())
        credential = AttestedCredentialData.create(Aaguid(bytes(16)), self.credential_id, public)
        data = AuthenticatorData.create(
            _sha256(options["rp"]["id"].encode()), Flag.UP | Flag.UV | Flag.AT, 0, credential
        )
        said = self._said(CollectedClientData.TYPE.CREATE, options["challenge"])
        attested = AttestationObject.create("none", data, {})
        return self._answer(
            {
                "clientDataJSON": websafe_encode(said),
                "attestationObject": websafe_encode(bytes(attested)),
            }
        )

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer ``navigator.credentials.get``."""
        self.counter += 1
        data = AuthenticatorData.create(
            _sha256(options["rpId"].encode()), Flag.UP | Flag.UV, self.counter
        )
        said = self._said(CollectedClientData.TYPE.GET, options["challenge"])
        signature = self.secret.sign(bytes(data) + _sha256(bytes(said)), ec.ECDSA(SHA256()))
        return self._answer(
            {
                "clientDataJSON": websafe_encode(said),
                "authenticatorData": websafe_encode(bytes(data)),
                "signature": websafe_encode(signature),
            }
        )

    def _said(self, kind: Any, challenge: str) -> CollectedClientData:
        return CollectedClientData.create(kind, websafe_decode(challenge), self.origin)

    def _answer(self, response: dict[str, str]) -> dict[str, Any]:
        number = websafe_encode(self.credential_id)
        return {
            "id": number,
            "rawId": number,
            "type": "public-key",
            "clientExtensionResults": {},
            "response": response,
        }


def _sha256(data: bytes) -> bytes:
    digest = Hash(SHA256())
    digest.update(data)
    return digest.finalize()
