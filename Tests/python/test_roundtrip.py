"""Sealer to opener, for packages of every kind; and what other programs say about them.

The sealer and the opener are two readings of fubako-package(5).  Where other implementations exist (HPKE, the chunked
encryption, CMS, the ASN.1 module as a compiler reads it), the packages are given to them as well.
"""

import hashlib
import itertools
import os
import random
import re
import subprocess
import sys

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path[:0] = [HERE, os.path.join(ROOT, "docs", "opener")]

import fubako_open  # noqa: E402

import seal_cryptography  # noqa: E402
from fubako_seal import Item, Sealer  # noqa: E402
from seal_cryptography import Identity  # noqa: E402
from seal_encoding import extension, label  # noqa: E402

PASSPHRASE = "か\u3099っこう"  # not in NFC: both sides must normalise it
SIZES = (0, 1, 16_383, 16_384, 16_385, 32_768, 49_199, 100_000)


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    """Identities by kind of key, and a folder with their PEM files."""
    folder = tmp_path_factory.mktemp("people")
    found = {kind: Identity(f"{kind} さん", kind) for kind in ("p256", "p384", "p521", "rsa3072")}
    for kind, identity in found.items():
        (folder / f"{kind}.cert.pem").write_bytes(identity.certificates_pem)
        (folder / f"{kind}.key.pem").write_bytes(pem(identity.encryption_key))
    (folder / "stranger.key.pem").write_bytes(pem(seal_cryptography.generate("p384")))
    (folder / "passphrase").write_text("がっこう\n", encoding="utf-8")
    return found, folder


def pem(key):
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


def some_items(size):
    data = random.Random(size).randbytes(size)
    return [
        Item(b"docs", mode=0o750, seconds=-1, nanoseconds=999_999_999),
        Item(b"docs/link", target=b"../docs/./here"),
        Item("docs/機密.bin".encode(), data, mode=0o600),
        Item(b"docs.txt", b"sorts after what is in docs\n", mode=0o444, nanoseconds=7),
        Item(b"empty", b""),
    ]


def write_pieces(folder, pieces):
    paths = []
    for x, data in enumerate(pieces, 1):
        path = folder / f"piece{x}.fubako"
        path.write_bytes(data)
        paths.append(str(path))
    return paths


def open_words(folder, key):
    if key == "passphrase":
        return ["--package-passphrase-file", str(folder / "passphrase")]
    return ["--key", str(folder / f"{key}.key.pem")]


def assert_same(folder, items):
    """The folder holds exactly the items, with modes and times."""
    found = {os.path.relpath(os.path.join(d, n), folder) for d, ds, fs in os.walk(folder) for n in ds + fs}
    assert found == {item.path.decode() for item in items}
    for item in items:
        path = os.path.join(folder, item.path.decode())
        state = os.lstat(path)
        if item.target is not None:
            assert os.readlink(path) == item.target.decode()
            continue
        assert state.st_mtime_ns == item.seconds * 1_000_000_000 + item.nanoseconds
        assert state.st_mode & 0o7777 == item.mode
        if item.data is not None:
            with open(path, "rb") as file:
                assert file.read() == item.data


def roundtrip(tmp_path, people, sealer, keys, signer="p384", pieces=None):
    folder = people[1]
    paths = write_pieces(tmp_path, sealer.pieces())
    trust = ["--signer", str(folder / f"{signer}.cert.pem")] if signer else ["--allow-unsigned"]
    expected = 0 if signer else 6
    assert fubako_open.main(["verify", *paths, *(trust if signer else [])]) == expected
    chosen = [paths[x - 1] for x in pieces or range(1, sealer.n + 1)]
    for key in keys:
        output = tmp_path / f"out-{key}"
        words = [*chosen, *trust, *open_words(folder, key)]
        assert fubako_open.main(["open", *words, "-o", str(output)]) == 0
        assert_same(output, sealer.items)
        assert fubako_open.main(["list", *words]) == 0
    return paths


def recipients(people, *kinds):
    return [people[0][kind].encryption_key.public_key() for kind in kinds]


@pytest.mark.parametrize("suite", (1, 2))
@pytest.mark.parametrize("size", SIZES)
def test_every_size_in_both_suites(tmp_path, people, suite, size):
    sealer = Sealer(some_items(size), people[0]["p384"], recipients(people, "p384"), suite=suite, pad=size % 2 == 0)
    roundtrip(tmp_path, people, sealer, ["p384"])


@pytest.mark.parametrize("suite", (1, 2))
def test_every_kind_of_recipient_in_one_package(tmp_path, people, suite):
    kinds = ["p256", "p384", "p521", "rsa3072"]
    sealer = Sealer(some_items(10), people[0]["p384"], recipients(people, *kinds), PASSPHRASE, suite=suite)
    roundtrip(tmp_path, people, sealer, kinds + ["passphrase"])


@pytest.mark.parametrize("kind", ("p256", "p384", "p521", "rsa3072"))
def test_every_kind_of_signer(tmp_path, people, kind):
    roundtrip(tmp_path, people, Sealer(some_items(10), people[0][kind], recipients(people, "p384")), ["p384"], kind)


def test_unsigned(tmp_path, people):
    sealer = Sealer(some_items(10), None, recipients(people, "p384"), PASSPHRASE)
    paths = roundtrip(tmp_path, people, sealer, ["p384", "passphrase"], None)
    words = open_words(people[1], "p384")
    assert fubako_open.main(["open", *paths, *words, "-o", str(tmp_path / "no")]) == 6
    trust = ["--signer", str(people[1] / "p384.cert.pem")]
    assert fubako_open.main(["open", *paths, *words, *trust, "-o", str(tmp_path / "no")]) == 6


@pytest.mark.parametrize("kind", ("p256", "p384", "p521"))
@pytest.mark.parametrize("count", (1, 2, 3, 5))
def test_hidden_recipients(tmp_path, people, kind, count):
    folder = people[1]
    publics = recipients(people, kind)
    publics += [ec.generate_private_key(publics[0].curve).public_key() for _ in range(count - 1)]
    sealer = Sealer(some_items(10), people[0]["p384"], publics, hide_recipients=True)
    paths = roundtrip(tmp_path, people, sealer, [kind])
    trust = ["--signer", str(folder / "p384.cert.pem"), *open_words(folder, "stranger")]
    assert fubako_open.main(["open", *paths, *trust, "-o", str(tmp_path / "no")]) == 4


@pytest.mark.parametrize("pads", itertools.product((False, True), repeat=2), ids=str)
@pytest.mark.parametrize("size", SIZES)
def test_sealed_again_and_again(tmp_path, people, size, pads, capsys):
    """Cut in small and large units, padded and not, in one suite and the other, by three signers."""
    options = {"recipients": recipients(people, "p384"), "label": label(), "hide_label": True}
    sealer = Sealer(some_items(size), people[0]["p256"], pad=pads[0], **options)
    sealer.pieces()
    sealer = Sealer(some_items(size), None, suite=2, former=sealer, pad=pads[1], unit_size=1_049_600, **options)
    sealer.pieces()
    sealer = Sealer(some_items(size), people[0]["p384"], former=sealer, pad=pads[0], **options)
    roundtrip(tmp_path, people, sealer, ["p384"])
    lines = [line for line in capsys.readouterr().out.splitlines() if line.startswith("sealed before: ")]
    assert len(lines) == 4  # open and list
    assert "unsigned" in lines[0]
    assert "p256 さん" in lines[1] and "NOT known" in lines[1] and "signature valid" in lines[1]


LABELS = [
    {},
    {"grade": "C3/I2/A2", "restrictions": [("C", "複製禁止"), ("I", "x"), ("A", "y")], "c3_until": "2031-03-31"},
    {"grade": "C1", "important": True, "site_grade": "秘", "personal": (False,)},
    {
        "decider": "課長",
        "decided_on": "2026-04-01",
        "retention_end": "2056-03-31",
        "serial": "第1号",
        "personal": (True, 9),
    },
    {"extensions": extension("2.25.7", False, b"any")},
]


@pytest.mark.parametrize("hidden", (False, True))
@pytest.mark.parametrize("fields", LABELS)
@pytest.mark.parametrize("purpose", ("store", "publish"))
def test_every_label_visible_and_hidden(tmp_path, people, fields, hidden, purpose, capsys):
    options = {"label": label(**fields), "hide_label": hidden, "purpose": purpose, "intent": b"proof"}
    sealer = Sealer(some_items(10), people[0]["p384"], recipients(people, "p384"), **options)
    roundtrip(tmp_path, people, sealer, ["p384"])
    printed = capsys.readouterr().out
    assert printed.count("label: " + fields.get("grade", "C2/I2/A1")) == (2 if hidden else 3)


@pytest.mark.parametrize("k,n", ((1, 2), (2, 2), (2, 3), (3, 5), (4, 6)))
def test_any_k_pieces_open(tmp_path, people, k, n):
    sealer = Sealer(some_items(70_001), people[0]["p384"], recipients(people, "p384"), k=k, n=n, pad=False)
    for number, pieces in enumerate(itertools.combinations(range(1, n + 1), k)):
        folder = tmp_path / str(number)
        folder.mkdir()
        roundtrip(folder, people, sealer, ["p384"], pieces=pieces)


def test_the_largest_number_of_pieces(tmp_path, people):
    sealer = Sealer(some_items(300_000), people[0]["p384"], recipients(people, "p384"), k=33, n=64)
    roundtrip(tmp_path, people, sealer, ["p384"], pieces=range(32, 65))


@pytest.mark.parametrize("k,n", ((2, 3), (5, 9)))
def test_fewer_than_k_pieces_do_not_open(tmp_path, people, k, n, capsys):
    sealer = Sealer(some_items(10), people[0]["p384"], recipients(people, "p384"), k=k, n=n)
    paths = write_pieces(tmp_path, sealer.pieces())[: k - 1]
    words = ["--signer", str(people[1] / "p384.cert.pem"), *open_words(people[1], "p384")]
    capsys.readouterr()
    assert fubako_open.main(["open", *paths, *words, "-o", str(tmp_path / "no")]) == 14
    assert f"any {k} of {n} pieces open the package, and {k - 1} can be used" in capsys.readouterr().err
    shares = {x: fubako_open.PieceHeader(sealer.headers[x - 1]).share for x in range(1, k)}
    assert fubako_open.combine_shares(shares) != sealer.shared


def test_good_units_here_and_there_are_enough(tmp_path, people, capsys):
    """Each piece is damaged, and each stripe has k good units."""
    sealer = Sealer(some_items(100_000), people[0]["p384"], recipients(people, "p384"), k=2, n=4, pad=False)
    pieces = sealer.pieces()
    start = 12 + len(sealer.headers[0])
    for stripe in range(3):
        for x in random.Random(stripe).sample(range(4), 2):
            at = start + stripe * 16_400 + 5
            pieces[x] = pieces[x][:at] + b"\xff\xff\xff" + pieces[x][at + 3 :]
    pieces[0] = pieces[0][:40] + b"??" + pieces[0][42:]  # its first header
    pieces[1] = pieces[1][:-90] + bytes(90)  # its end
    paths = write_pieces(tmp_path, pieces)
    words = [*paths, "--signer", str(people[1] / "p384.cert.pem")]
    assert fubako_open.main(["verify", *words]) == 8
    assert fubako_open.main(["open", *words, *open_words(people[1], "p384"), "-o", str(tmp_path / "out")]) == 0
    assert_same(tmp_path / "out", sealer.items)
    assert "damaged, but the content is whole" in capsys.readouterr().err


def test_forged_parity_is_found_by_the_signed_leaf(tmp_path, people):
    """The sender himself signs a parity unit that gives another text: it is never released."""
    spoil = {"units": lambda stripes: [[*stripe[:2], bytes(len(stripe[2]))] for stripe in stripes]}
    options = {"k": 2, "n": 3, "steps": spoil}
    sealer = Sealer(some_items(10), people[0]["p384"], recipients(people, "p384"), **options)
    paths = write_pieces(tmp_path, sealer.pieces())
    words = ["--signer", str(people[1] / "p384.cert.pem"), *open_words(people[1], "p384")]
    assert fubako_open.main(["open", paths[0], paths[2], *words, "-o", str(tmp_path / "no")]) == 8
    assert not (tmp_path / "no").exists()
    assert fubako_open.main(["open", paths[0], paths[1], *words, "-o", str(tmp_path / "out")]) == 0


def test_pieces_of_two_packages_are_refused(tmp_path, people):
    made = [Sealer(some_items(10), people[0]["p384"], recipients(people, "p384"), k=2, n=2).pieces() for _ in "ab"]
    paths = write_pieces(tmp_path, [made[0][0], made[1][1]])
    assert fubako_open.main(["verify", *paths]) == 10
    same = [write_pieces(tmp_path, made[0])[0]] * 2
    trust = ["--signer", str(people[1] / "p384.cert.pem")]
    assert fubako_open.main(["verify", *same, *trust]) == 0
    words = [*trust, *open_words(people[1], "p384"), "-o", str(tmp_path / "no")]
    assert fubako_open.main(["open", *same, *words]) == 14


def test_output_that_exists_is_refused(tmp_path, people):
    sealer = Sealer(some_items(10), people[0]["p384"], recipients(people, "p384"))
    paths = roundtrip(tmp_path, people, sealer, ["p384"])
    words = ["--signer", str(people[1] / "p384.cert.pem"), *open_words(people[1], "p384")]
    assert fubako_open.main(["open", *paths, *words, "-o", str(tmp_path / "out-p384")]) == 10


# --- Damage


@pytest.fixture(scope="module")
def small(people, tmp_path_factory):
    """A signed package of about 3 KB and the path where damaged copies of it are put."""
    options = {"label": label(), "pad": False}
    sealer = Sealer([Item(b"a", b"text")], people[0]["p256"], recipients(people, "p256"), **options)
    return sealer.pieces()[0], tmp_path_factory.mktemp("small") / "p"


def test_every_bit_flip_fails_verification(small, people, capfd):
    data, path = small
    words = ["verify", str(path), "--signer", str(people[1] / "p256.cert.pem")]
    path.write_bytes(data)
    assert fubako_open.main(words) == 0
    for bit in range(8 * len(data)):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        path.write_bytes(changed)
        assert fubako_open.main(words) not in (0, 1), f"bit {bit}"
    capfd.readouterr()


def test_every_truncation_fails_verification(small, people, capfd):
    data, path = small
    words = ["verify", str(path), "--signer", str(people[1] / "p256.cert.pem")]
    for size in range(len(data)):
        path.write_bytes(data[:size])
        assert fubako_open.main(words) == (12 if size < 8 else 8), f"{size} bytes"
    capfd.readouterr()


def test_a_flipped_bit_never_gives_another_text(small, people, tmp_path, capfd):
    data, path = small
    words = ["open", str(path), "--signer", str(people[1] / "p256.cert.pem"), *open_words(people[1], "p256")]
    opened = 0
    for bit in range(0, 8 * len(data), 5):
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        path.write_bytes(changed)
        output = tmp_path / str(bit)
        if fubako_open.main([*words, "-o", str(output)]) == 0:
            opened += 1
            assert (output / "a").read_bytes() == b"text"
            assert "damaged" in capfd.readouterr().err
        else:
            assert not output.exists()
    assert opened > 100  # the bits of either header
    assert not [name for name in os.listdir(tmp_path) if name.startswith(".")]


# --- Other implementations


def test_hpke_agrees_with_pyhpke(people):
    pyhpke = pytest.importorskip("pyhpke")
    kems = {"p256": (16, pyhpke.KEMId.DHKEM_P256_HKDF_SHA256), "p384": (17, pyhpke.KEMId.DHKEM_P384_HKDF_SHA384)}
    kems["p521"] = (18, pyhpke.KEMId.DHKEM_P521_HKDF_SHA512)
    kdfs = {16: pyhpke.KDFId.HKDF_SHA256, 17: pyhpke.KDFId.HKDF_SHA384, 18: pyhpke.KDFId.HKDF_SHA512}
    for kind, (number, kem) in kems.items():
        for suite, aead in ((1, pyhpke.AEADId.AES256_GCM), (2, pyhpke.AEADId.CHACHA20_POLY1305)):
            key = people[0][kind].encryption_key
            enc, wrapped, _ = seal_cryptography.hpke_seal(key.public_key(), suite, b"info", b"R" * 32)
            other = pyhpke.CipherSuite.new(kem, kdfs[number], aead)
            context = other.create_recipient_context(enc, pyhpke.KEMKey.from_pyca_cryptography_key(key), b"info")
            assert context.open(wrapped) == b"R" * 32


def test_salt_commitment_and_units_are_a_cobblestone_message(people):
    cobblestone = pytest.importorskip("cryptography.cobblestone")
    sealer = Sealer(some_items(40_000), people[0]["p384"], recipients(people, "p384"))
    kept = {}
    sealer.steps = {"plaintext": lambda text: kept.setdefault("text", text)}
    sealer.steps["units"] = lambda stripes: kept.setdefault("units", stripes)
    sealer.pieces()
    message = sealer.salt + sealer.commitment + b"".join(unit for stripe in kept["units"] for unit in stripe)
    key = seal_cryptography.hkdf_expand("sha512", sealer.prk, b"fubako/v1 content", 32)
    reader = cobblestone.Cobblestone256Decryptor(key, hashlib.sha256(sealer.common).digest())
    assert reader.update(message) + reader.finalize() == kept["text"]


@pytest.mark.parametrize("kind", ("p256", "p384", "p521", "rsa3072"))
def test_openssl_accepts_the_signature(tmp_path, people, kind):
    kept = {}
    steps = {name: (lambda value, name=name: kept.setdefault(name, value)) for name in ("manifest", "mac", "signature")}
    Sealer(some_items(10), people[0][kind], recipients(people, "p384"), steps=steps).pieces()
    (tmp_path / "content").write_bytes(kept["manifest"] + kept["mac"])
    (tmp_path / "signature").write_bytes(kept["signature"])
    command = [
        "openssl",
        "cms",
        "-verify",
        "-binary",
        "-inform",
        "DER",
        "-cades",
        "-purpose",
        "any",
        "-out",
        os.devnull,
    ]
    command += ["-in", "signature", "-content", "content", "-CAfile", str(people[1] / f"{kind}.cert.pem")]
    subprocess.run(command, cwd=tmp_path, check=True)


def test_the_module_of_the_manual_page_decodes_packages(people):
    asn1tools = pytest.importorskip("asn1tools")
    with open(os.path.join(ROOT, "man", "fubako-package.5"), encoding="utf-8") as file:
        module = re.search(r"FubakoPackage1 DEFINITIONS.*?\nEND\n", file.read(), re.DOTALL).group(0)
    content_info = "ContentInfo ::= SEQUENCE { type OBJECT IDENTIFIER, content [0] ANY }\n"
    module = asn1tools.compile_string(re.sub(r"IMPORTS.*?;\n", content_info, module, flags=re.DOTALL), "der")
    kept = {}
    steps = {name: (lambda value, name=name: kept.setdefault(name, value)) for name in ("trailer", "index")}
    kinds = ("p256", "p384", "p521", "rsa3072")
    options = {"label": label(**LABELS[3]), "passphrase": PASSPHRASE, "intent": b"proof", "steps": steps}
    sealer = Sealer(some_items(10), people[0]["p384"], recipients(people, *kinds), **options)
    sealer.pieces()
    for kind, der in (("PieceHeader", sealer.headers[0]), ("Index", kept["index"])):
        assert module.encode(kind, module.decode(kind, der)) == der
    assert module.decode("Trailer", kept["trailer"])["manifest"]["stripeCount"] == 1


def test_encryption_certificates_are_issued_by_the_signing_key(people):
    for identity in people[0].values():
        identity.encryption_certificate.verify_directly_issued_by(identity.certificate)
        assert identity.certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.path_length == 0
