#!/usr/bin/env python3
"""Makes Fixtures/bad: one bad package or set of pieces for each fault, and verdicts.json with what must be said about it.

Keys and certificates in Fixtures/keys are made once and then kept, so that a second run changes packages only.
Random values make every run's packages differ; the faults and verdicts are the same.

    python Tests/python/make_bad_packages.py [--keep] [FOLDER]

--keep makes only files that are not there.
"""

import json
import os
import sys

import fault_table
import faults_inside  # noqa: F401  (fills the table)
import faults_outside  # noqa: F401  (fills the table)
import faults_pieces  # noqa: F401  (fills the table)
from fault_table import FAULTS, KEY_PASSPHRASE, PACKAGE_PASSPHRASE, ROOT, SETS, Kit

README = f"""# Test keys

They protect nothing: the passphrase of every private key is `{KEY_PASSPHRASE}`, with 1,000 iterations of
PBKDF2-HMAC-SHA-512. The passphrase of packages sealed with one is `{PACKAGE_PASSPHRASE}`.

`NAME.cert.pem` holds the signing certificate of NAME, then the encryption certificate, issued by the signing key.
`NAME.signing.pem` and `NAME.encryption.pem` are the private keys. All are of P-384, those of `rsa` RSA of 3,072 bits.
The certificates are valid until 2126, but for `expired` (until 2025), `future` (from 2100) and `wronguse` (whose key
usage does not allow signatures), which test just that. Made by `Tests/python/make_bad_packages.py`.
"""


def verdict(fault, file):
    """The row of verdicts.json; `also` lists other codes that are right, where a reader may look in another order."""
    row = {"name": fault.name, "fault": fault.text, **file}
    row["verify"] = {"code": fault.verify, "also": fault.verify_also}
    row["open"] = {"code": fault.open, "also": fault.open_also}
    row["signer"] = fault.signer
    row["key"] = None if fault.passphrase else fault.key
    row["passphrase"] = fault.passphrase
    row["allow"] = fault.allow
    return row


def write_files(folder, names, make):
    """Writes what `make` gives, unless all of it is there."""
    paths = [os.path.join(folder, name) for name in names]
    if not all(map(os.path.exists, paths)):
        for path, data in zip(paths, make(), strict=True):
            with open(path, "wb") as file:
                file.write(data)


def remove_packages(folder, kept):
    for old in os.listdir(folder):
        if old.endswith(".fubako") and old not in kept:
            os.remove(os.path.join(folder, old))


def file_names(kit, fault):
    """The names of the files of a set; sealing it once tells how many."""
    return [f"{fault.name}.{number}.fubako" for number in range(1, len(fault.seal(kit)) + 1)]


def make(folder, keep):
    for faults in (FAULTS, SETS):
        if len({fault.name for fault in faults}) != len(faults):
            raise SystemExit("two faults of one name")
    kit, pieces = Kit(), os.path.join(folder, "pieces")
    os.makedirs(pieces, exist_ok=True)
    names = {fault.name: file_names(kit, fault) for fault in SETS}
    remove_packages(folder, [fault.name + ".fubako" for fault in FAULTS] if keep else [])
    remove_packages(pieces, sum(names.values(), []) if keep else [])
    for fault in FAULTS:
        write_files(folder, [fault.name + ".fubako"], lambda fault=fault: [fault.seal(kit)])
    for fault in SETS:
        write_files(pieces, names[fault.name], lambda fault=fault: fault.seal(kit))
    table = {
        "keyPassphrase": KEY_PASSPHRASE,
        "packages": [verdict(fault, {"file": fault.name + ".fubako"}) for fault in FAULTS],
        "pieces": [verdict(fault, {"files": ["pieces/" + name for name in names[fault.name]]}) for fault in SETS],
    }
    with open(os.path.join(folder, "verdicts.json"), "w", encoding="utf-8", newline="\n") as file:
        json.dump(table, file, ensure_ascii=False, indent=1)
        file.write("\n")
    with open(os.path.join(fault_table.KEYS, "README.md"), "w", encoding="utf-8", newline="\n") as file:
        file.write(README)


if __name__ == "__main__":
    words = [word for word in sys.argv[1:] if word != "--keep"]
    make(words[0] if words else os.path.join(ROOT, "Fixtures", "bad"), "--keep" in sys.argv)
