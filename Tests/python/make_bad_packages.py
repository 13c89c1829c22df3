#!/usr/bin/env python3
"""Makes Fixtures/bad: one bad package for each fault, and verdicts.json with what must be said about it.

Keys and certificates in Fixtures/keys are made once and then kept, so that a second run changes packages only.
Random values make every run's packages differ; the faults and verdicts are the same.

    python Tests/python/make_bad_packages.py [FOLDER]
"""

import json
import os
import sys

import fault_table
import faults_inside  # noqa: F401  (fills the table)
import faults_outside  # noqa: F401  (fills the table)
from fault_table import FAULTS, KEY_PASSPHRASE, PACKAGE_PASSPHRASE, ROOT, Kit

README = f"""# Test keys

They protect nothing: the passphrase of every private key is `{KEY_PASSPHRASE}`, with 1,000 iterations of
PBKDF2-HMAC-SHA-512. The passphrase of packages sealed with one is `{PACKAGE_PASSPHRASE}`.

`NAME.cert.pem` holds the signing certificate of NAME, then the encryption certificate, issued by the signing key.
`NAME.signing.pem` and `NAME.encryption.pem` are the private keys. All are of P-384, those of `rsa` RSA of 3,072 bits.
The certificates are valid until 2126, but for `expired` (until 2025), `future` (from 2100) and `wronguse` (whose key
usage does not allow signatures), which test just that. Made by `Tests/python/make_bad_packages.py`.
"""


def verdict(fault):
    """The row of verdicts.json; `also` lists other codes that are right, where a reader may look in another order."""
    row = {"name": fault.name, "fault": fault.text, "file": fault.name + ".fubako"}
    row["verify"] = {"code": fault.verify, "also": fault.verify_also}
    row["open"] = {"code": fault.open, "also": fault.open_also}
    row["signer"] = fault.signer
    row["key"] = None if fault.passphrase else fault.key
    row["passphrase"] = fault.passphrase
    row["allow"] = fault.allow
    return row


def make(folder):
    names = [fault.name for fault in FAULTS]
    if len(set(names)) != len(names):
        raise SystemExit("two faults of one name")
    os.makedirs(folder, exist_ok=True)
    for old in os.listdir(folder):
        if old.endswith(".fubako"):
            os.remove(os.path.join(folder, old))
    kit = Kit()
    for fault in FAULTS:
        with open(os.path.join(folder, fault.name + ".fubako"), "wb") as file:
            file.write(fault.seal(kit))
    table = {"keyPassphrase": KEY_PASSPHRASE, "packages": [verdict(fault) for fault in FAULTS]}
    with open(os.path.join(folder, "verdicts.json"), "w", encoding="utf-8", newline="\n") as file:
        json.dump(table, file, ensure_ascii=False, indent=1)
        file.write("\n")
    with open(os.path.join(fault_table.KEYS, "README.md"), "w", encoding="utf-8", newline="\n") as file:
        file.write(README)


if __name__ == "__main__":
    make(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "Fixtures", "bad"))
