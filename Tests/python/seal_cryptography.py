"""Fields, key derivation, HPKE and identities, for the test sealer."""

import datetime
import hashlib
import hmac
import os

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.x509.oid import NameOID

SUITES = {1: (b"AEAD_AES_256_GCM", 2, AESGCM), 2: (b"AEAD_CHACHA20_POLY1305", 3, ChaCha20Poly1305)}
CURVES = {16: ec.SECP256R1, 17: ec.SECP384R1, 18: ec.SECP521R1}
KEM_HASH = {16: "sha256", 17: "sha384", 18: "sha512"}
KEM_OF_CURVE = {"secp256r1": 16, "secp384r1": 17, "secp521r1": 18}
HASHES = {"sha256": hashes.SHA256, "sha384": hashes.SHA384, "sha512": hashes.SHA512}


def sha256(data):
    return hashlib.sha256(data).digest()


# --- Field arithmetic ------------------------------------------------------------------------------------------------


class Field:
    """GF(2^8) by logarithms; `generator` must be primitive for `polynomial`."""

    def __init__(self, polynomial, generator):
        self.exponential, self.logarithm = [0] * 510, [0] * 256
        value = 1
        for power in range(255):
            self.exponential[power] = self.exponential[power + 255] = value
            self.logarithm[value] = power
            product, factor, base = 0, generator, value
            while factor:
                if factor & 1:
                    product ^= base
                base = (base << 1) ^ (polynomial if base & 0x80 else 0)
                factor >>= 1
            value = product

    def multiply(self, a, b):
        return self.exponential[self.logarithm[a] + self.logarithm[b]] if a and b else 0

    def invert(self, a):
        return self.exponential[255 - self.logarithm[a]]


SHARING = Field(0x11B, 3)
CODING = Field(0x11D, 2)


def split_secret(secret, k, n):
    """Shares of pieces 1...n."""
    coefficients = [secret] + [os.urandom(32) for _ in range(k - 1)]
    shares = []
    for x in range(1, n + 1):
        share = bytes(32)
        for coefficient in reversed(coefficients):
            share = bytes(SHARING.multiply(s, x) ^ c for s, c in zip(share, coefficient))
        shares.append(share)
    return shares


def parity_unit(units, x):
    """The unit of piece x > k over the data units."""
    total = 0
    for column, unit in enumerate(units):
        factor = CODING.invert((x - 1) ^ column)
        total ^= int.from_bytes(unit.translate(bytes(CODING.multiply(factor, b) for b in range(256))), "big")
    return total.to_bytes(len(units[0]), "big")


def tree_root(leaves):
    """RFC 6962, by its recursive definition."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha256(b"\x01" + tree_root(leaves[:split]) + tree_root(leaves[split:]))


# --- Key derivation and HPKE -----------------------------------------------------------------------------------------


def hkdf_expand(hash_name, key, info, size):
    out, block = b"", b""
    for counter in range(1, -(-size // hashlib.new(hash_name).digest_size) + 1):
        block = hmac.new(key, block + info + bytes([counter]), hash_name).digest()
        out += block
    return out[:size]


def hpke_seal(public, suite, info, plaintext):
    """RFC 9180 base mode, single shot; returns (enc, ciphertext, ephemeral private key)."""
    kem = KEM_OF_CURVE[public.curve.name]
    name = KEM_HASH[kem]
    ephemeral = ec.generate_private_key(public.curve)
    enc = point(ephemeral.public_key())

    def extract(who, salt, what, ikm):
        return hmac.new(salt, b"HPKE-v1" + who + what + ikm, name).digest()

    def expand(who, key, what, context, size):
        return hkdf_expand(name, key, size.to_bytes(2, "big") + b"HPKE-v1" + who + what + context, size)

    who = b"KEM" + bytes([0, kem])
    eae = extract(who, b"", b"eae_prk", ephemeral.exchange(ec.ECDH(), public))
    shared = expand(who, eae, b"shared_secret", enc + point(public), hashlib.new(name).digest_size)
    aead_id, cipher = SUITES[suite][1:]
    who = b"HPKE" + bytes([0, kem, 0, kem - 15, 0, aead_id])
    context = b"\x00" + extract(who, b"", b"psk_id_hash", b"") + extract(who, b"", b"info_hash", info)
    secret = extract(who, shared, b"secret", b"")
    key, nonce = expand(who, secret, b"key", context, 32), expand(who, secret, b"base_nonce", context, 12)
    return enc, cipher(key).encrypt(nonce, plaintext, b""), ephemeral


def point(public):
    return public.public_bytes(serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


def key_id(public):
    der = serialization.Encoding.DER
    return sha256(public.public_bytes(der, serialization.PublicFormat.SubjectPublicKeyInfo))


# --- Identities ------------------------------------------------------------------------------------------------------


def generate(kind):
    """A private key: p256, p384, p521 or rsa3072."""
    if kind.startswith("rsa"):
        return rsa.generate_private_key(65537, int(kind[3:]))
    return ec.generate_private_key({"p256": ec.SECP256R1, "p384": ec.SECP384R1, "p521": ec.SECP521R1}[kind]())


def matching_hash(key):
    if isinstance(key, (rsa.RSAPrivateKey, rsa.RSAPublicKey)):
        return "sha256"
    return KEM_HASH[KEM_OF_CURVE[key.curve.name]]


class Identity:
    """A signing pair with its self-signed certificate, and an encryption pair certified by the signing key."""

    def __init__(self, name, kind="p384", signing_key=None, encryption_key=None, start=None, end=None, signs=True):
        self.name = name
        self.signing_key = signing_key or generate(kind)
        self.encryption_key = encryption_key or generate(kind)
        start = start or datetime.datetime(2026, 1, 1)
        end = end or datetime.datetime(2126, 1, 1)
        self.certificate = self._certify(self.signing_key, start, end, True, signs)
        self.encryption_certificate = self._certify(self.encryption_key, start, end, False, False)

    def _certify(self, key, start, end, signing, signs):
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, self.name)])
        is_rsa = isinstance(key, rsa.RSAPrivateKey)
        usage = {"digital_signature": signs, "key_cert_sign": signing}
        usage |= {"key_agreement": not signing and not is_rsa, "key_encipherment": not signing and is_rsa}
        others = ("content_commitment", "data_encipherment", "crl_sign", "encipher_only", "decipher_only")
        issuer_key = self.signing_key.public_key()
        builder = (
            x509.CertificateBuilder(subject, subject, key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(end)
            .add_extension(x509.BasicConstraints(signing, 0 if signing else None), True)
            .add_extension(x509.KeyUsage(**usage, **dict.fromkeys(others, False)), True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key), False)
        )
        algorithm = HASHES[matching_hash(self.signing_key)]()
        scheme = None
        if isinstance(self.signing_key, rsa.RSAPrivateKey):
            scheme = padding.PSS(padding.MGF1(algorithm), algorithm.digest_size)
        return builder.sign(self.signing_key, algorithm, rsa_padding=scheme)

    @property
    def certificate_der(self):
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def certificates_pem(self):
        pem = serialization.Encoding.PEM
        return self.certificate.public_bytes(pem) + self.encryption_certificate.public_bytes(pem)
